"""The real projects that Allele is tried on: where their sources are, how they are built, how they are tested.

Used by the tests in this folder and by test/bench. The sources are Debian source packages, fetched once into
<build>/subjects/sources. Programs are built into <build>/subjects/built by ninja, so that a second run builds
nothing unless the flags or the plugin have changed.
"""

import dataclasses
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CJSON_PROGRAMS = pathlib.Path(__file__).resolve().parent / "cjson"
LUA_SCRIPTS = pathlib.Path(__file__).resolve().parent / "lua"

MAIN_LLVM = "19"

# ctest's SKIP_RETURN_CODE.
SKIPPED = 77


class Unavailable(Exception):
    """The sources can't be fetched: a reason to skip, never to pass."""


class BuildFailed(SystemExit):
    """The compiler has said why."""


@dataclasses.dataclass(frozen=True)
class Run:
    """One run of a test program. `command` is for /bin/sh; {program} stands for the path of a program, {files} for
    the directory of the subject's own scripts. It runs in a fresh directory that holds copies of `needs`."""

    name: str
    command: str
    needs: tuple = ()
    exitCode: int = 0


@dataclasses.dataclass(frozen=True)
class Subject:
    name: str
    package: str
    compiler: str  # "clang-19" or "clang++-19"
    flags: tuple  # {sources} stands for the unpacked source package, {generated} for the folder of the files below
    library: tuple  # source files, relative to the unpacked source package
    programs: dict  # name of a test program -> its own source files
    runs: tuple
    common: tuple = ()  # source files of the tests that each program links
    libraries: tuple = ()
    generated: tuple = ()  # (name, content) of files that the package's own build would make
    files: pathlib.Path = ROOT
    varying: str = r"(?!)"  # lines that match this differ between two runs of the same program

    def withLlvm(self, major):
        """The same, compiled with that clang."""
        return dataclasses.replace(self, compiler=self.compiler.replace("-" + MAIN_LLVM, "-" + major))

    def sources(self, build):
        """The unpacked source package."""
        script = ROOT / "tools" / "fetch-debian-source"
        result = subprocess.run(
            [script, self.package, pathlib.Path(build) / "subjects" / "sources"], stdout=subprocess.PIPE, text=True
        )
        if result.returncode == SKIPPED:
            raise Unavailable(f"the source package {self.package} could not be fetched")
        result.check_returncode()
        return pathlib.Path(result.stdout.strip())

    def compileCommand(self, sources, source, output, flags):
        generated = sources.parent / f"{self.package}-generated"
        for name, content in self.generated:
            if not (generated / name).exists():
                generated.mkdir(exist_ok=True)
                (generated / name).write_text(content)
        own = [flag.format(sources=sources, generated=generated) for flag in self.flags]
        return [self.compiler, *own, *flags, "-c", str(sources / source), "-o", str(output)]

    def linkCommand(self, objects, output, flags):
        return [self.compiler, *flags, *map(str, objects), "-o", str(output), *self.libraries]

    def runsOf(self, programs):
        """Those runs whose programs are all among `programs`."""
        return [run for run in self.runs if set(re.findall(r"\{([\w-]+)\}", run.command)) - {"files"} <= set(programs)]


def alleleFlags(build, compiler):
    """The flags that the user is told to add."""
    allele = pathlib.Path(build) / "bin" / "allele"
    result = subprocess.run([allele, "flags", "--clang", compiler], stdout=subprocess.PIPE, text=True, check=True)
    return shlex.split(result.stdout)


def pluginsIn(flags):
    """The files that the compiler loads because of the flags: when one changes, all is built again."""
    return [flag.split("=", 1)[1] for flag in flags if flag.startswith("-fpass-plugin=")]


def escapeForNinja(text):
    return re.sub(r"([$ :\n])", r"$\1", str(text))


def buildPrograms(subject, build, variant, flags, programs, jobs=2):
    """Builds the named programs with the flags, and gives name -> path. `variant` names the folder they lie in."""
    sources = subject.sources(build)
    directory = pathlib.Path(build).resolve() / "subjects" / "built" / subject.name / variant
    directory.mkdir(parents=True, exist_ok=True)
    plugins = " ".join(escapeForNinja(plugin) for plugin in pluginsIn(flags))

    lines = ["rule run", "  command = $command", ""]

    def emit(output, inputs, command):
        inputs = " ".join(map(escapeForNinja, inputs))
        lines.append(f"build {escapeForNinja(output)}: run {inputs} | {plugins}")
        lines.append("  command = " + shlex.join(command).replace("$", "$$"))

    objects = {}

    def objectOf(source):
        if source not in objects:
            objects[source] = directory / (source.replace("/", "_") + ".o")
            command = subject.compileCommand(sources, source, objects[source], flags)
            emit(objects[source], [sources / source], command)
        return objects[source]

    paths = {}
    for name in programs:
        needed = [objectOf(source) for source in (*subject.programs[name], *subject.common, *subject.library)]
        paths[name] = directory / name
        emit(paths[name], needed, subject.linkCommand(needed, paths[name], flags))

    (directory / "build.ninja").write_text("\n".join(lines) + "\n")
    # Whoever reads the standard output wants results only.
    if subprocess.run(["ninja", "--quiet", "-C", directory, "-j", str(jobs)], stdout=sys.stderr).returncode != 0:
        raise BuildFailed(f"{subject.name} could not be built: {variant}")
    return paths


def plainEnvironment():
    """The environment without any of Allele's variables."""
    return {name: value for name, value in os.environ.items() if not name.startswith("ALLELE_")}


def prepareScratch(subject, build, run, scratch):
    """Makes `scratch` a fresh directory that holds what the run needs."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    for needed in run.needs:
        source = subject.sources(build) / needed
        if source.is_dir():
            shutil.copytree(source, scratch / needed)
        else:
            (scratch / needed).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, scratch / needed)


def commandLine(subject, run, programs):
    return run.command.format(files=subject.files, **{name: shlex.quote(str(path)) for name, path in programs.items()})


TINYXML2 = Subject(
    name="tinyxml2",
    package="tinyxml2",
    compiler="clang++-19",
    flags=("-I{sources}",),
    library=("tinyxml2.cpp",),
    programs={"xmltest": ("xmltest.cpp",)},
    runs=(Run("xmltest", "{xmltest}", needs=("resources",)),),
    varying=r"^Parsing dream\.xml",
)

ZLIB = Subject(
    name="zlib",
    package="zlib",
    compiler="clang-19",
    # As its configure script finds them here.
    flags=(
        "-I{sources}",
        "-D_LARGEFILE64_SOURCE=1",
        "-DHAVE_HIDDEN",
        "-DHAVE_UNISTD_H",
        "-DHAVE_STDARG_H",
        "-Wno-deprecated-non-prototype",
    ),
    library=tuple(
        f"{name}.c"
        for name in (
            "adler32 crc32 deflate infback inffast inflate inftrees trees zutil compress uncompr gzclose gzlib gzread gzwrite"
        ).split()
    ),
    programs={"example": ("test/example.c",), "minigzip": ("test/minigzip.c",), "infcover": ("test/infcover.c",)},
    runs=(
        Run("example", "{example} foo.gz"),
        Run("hello world", "echo hello world | {minigzip} | {minigzip} -d"),
        # Only the sizes: the compressed bytes are compared as files.
        Run(
            "all levels",
            "for level in 1 2 3 4 5 6 7 8 9; do {minigzip} -$level <deflate.c >$level.gz || exit; "
            "{minigzip} -d <$level.gz | cmp - deflate.c || exit; done; "
            "for strategy in -f -h -r; do {minigzip} $strategy <zlib.3.pdf >data$strategy.gz || exit; "
            "{minigzip} -d <data$strategy.gz | cmp - zlib.3.pdf || exit; done",
            needs=("deflate.c", "zlib.3.pdf"),
        ),
        Run("infcover", "{infcover}"),
    ),
)

LUA = Subject(
    name="lua",
    package="lua5.4",
    compiler="clang-19",
    flags=("-I{sources}/src", "-I{generated}", "-std=gnu99", "-DLUA_COMPAT_5_3", "-DLUA_USE_POSIX", "-DLUA_USE_DLOPEN"),
    library=tuple(
        f"src/{name}.c"
        for name in (
            "lapi lcode lctype ldebug ldo ldump lfunc lgc llex lmem lobject lopcodes lparser lstate lstring ltable ltm lundump "
            "lvm lzio lauxlib lbaselib lcorolib ldblib liolib lmathlib loadlib loslib lstrlib ltablib lutf8lib linit"
        ).split()
    ),
    programs={"lua": ("src/lua.c",), "luac": ("src/luac.c",)},
    # The package holds no tests: these are our own scripts.
    runs=tuple(
        Run(script.stem, "{lua} {files}/" + script.name + " one two")
        for script in sorted(LUA_SCRIPTS.glob("*.lua"))
    )
    + (
        Run("luac", "{luac} -o out.luac {files}/closures.lua && {lua} out.luac && {luac} -l out.luac | grep -c CLOSURE"),
        Run("syntax error", "echo 'x = = 1' | {lua} -", exitCode=1),
        Run("uncaught error", "{lua} -e 'local t = nil; print(t.x)'", exitCode=1),
    ),
    libraries=("-lm", "-ldl", "-Wl,-E"),
    generated=(("lua5.4-deb-multiarch.h", '#define DEB_HOST_MULTIARCH "multiarch"\n'),),
    files=LUA_SCRIPTS,
)

FMT = Subject(
    name="fmt",
    package="fmtlib",
    compiler="clang++-19",
    flags=("-I{sources}/include", "-I{sources}/test", "-std=c++17"),
    library=("src/format.cc", "src/os.cc"),
    common=("test/test-main.cc", "test/gtest-extra.cc", "test/util.cc"),
    programs={
        name: (f"test/{name}.cc",)
        for name in (
            "args-test assert-test chrono-test color-test compile-test core-test format-test gtest-extra-test "
            "ostream-test os-test printf-test scan-test std-test xchar-test"
        ).split()
    }
    | {"ranges-test": ("test/ranges-test.cc", "test/ranges-odr-test.cc")},
    runs=tuple(
        Run(name, "{" + name + "} --gtest_print_time=0")
        for name in (
            "args-test assert-test chrono-test color-test compile-test core-test format-test gtest-extra-test "
            "ostream-test os-test printf-test scan-test std-test xchar-test ranges-test"
        ).split()
    ),
    libraries=("-lgmock", "-lgtest", "-lpthread"),
)

CJSON_TESTS = (
    "parse_examples parse_number parse_hex4 parse_string parse_array parse_object parse_value print_string print_number "
    "print_array print_object print_value misc_tests parse_with_opts compare_tests cjson_add readme_examples minify_tests"
).split()
CJSON_UTILS_TESTS = "json_patch_tests old_utils_tests misc_utils_tests".split()

CJSON = Subject(
    name="cjson",
    package="cjson",
    compiler="clang-19",
    flags=("-I{sources}", "-I{sources}/tests", "-DENABLE_LOCALES"),
    library=(),  # each test includes cJSON.c
    programs={name: (f"tests/{name}.c",) for name in CJSON_TESTS}
    | {name: (f"tests/{name}.c", "cJSON_Utils.c") for name in CJSON_UTILS_TESTS},
    common=("tests/unity/src/unity.c",),
    libraries=("-lm",),
    runs=(
        Run(
            "all",
            "cd tests && " + " && ".join("{" + name + "}" for name in CJSON_TESTS + CJSON_UTILS_TESTS),
            needs=("tests/inputs", "tests/json-patch-tests"),
        ),
    ),
)

# cJSON as its users have it, as files of its own. Its tests include it, and what is included isn't compiled only once.
CJSON_LIBRARY = Subject(
    name="cjson-library",
    package="cjson",
    compiler="clang-19",
    flags=("-I{sources}", "-DENABLE_LOCALES"),
    library=("cJSON.c", "cJSON_Utils.c"),
    programs={"test": ("test.c",), "tour": (str(CJSON_PROGRAMS / "tour.c"),)},
    libraries=("-lm",),
    runs=(Run("test", "{test}"), Run("tour", "{tour}")),
)

SUBJECTS = {subject.name: subject for subject in (TINYXML2, ZLIB, LUA, FMT, CJSON, CJSON_LIBRARY)}
