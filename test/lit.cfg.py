# What the lit suites share.
#
#   %clang, %clangxx  the compiler with debug info and without the plugin;  %cc, %cxx  with both
#   %instrument       opt with the pass and the verifier, its result as text; without probes and descriptions of the code
#   %measure          the same with them
#   %plugin, %allele  the plugin, the command
#   %{major}, %{main}  the version of LLVM, and of its linker where older ones lack something;  %{others}  those of the other plugins (feature other-llvm: there are some)
#   %{libcxx}         the other C++ library, where the installed one supports the compiler
#   %mutant           mutant OPERATOR LINE PROGRAM: prints the id of that mutant
#   %construct        construct SOURCE FLAG...: with its mutants it behaves as without, and what is marked as noticed is
#   %record           record FILE PROGRAM [ARG...]: runs with recording, so that every function runs in its twin
import os

import lit.formats

config.test_format = lit.formats.ShTest(execute_external=True)
config.suffixes = [".c", ".cpp", ".m", ".ll", ".test"]
config.excludes = ["inputs", "Inputs"]
config.environment = {name: value for name, value in os.environ.items() if not name.startswith("ALLELE_")}
config.environment["PATH"] = os.pathsep.join(config.allele_llvm + [config.environment.get("PATH", "")])

major = config.allele_major
plugin = f"{config.allele_build}/lib/allele-{major}.so"
here = os.path.dirname(os.path.abspath(__file__)) if "__file__" in globals() else os.path.dirname(config.test_source_root)
if int(major) >= 22:
    config.available_features.add("macro-arguments")  # have places of their own
if config.allele_others:
    config.available_features.add("other-llvm")
config.substitutions += [
    ("%{major}", major),
    ("%{main}", config.allele_main),
    ("%{others}", config.allele_others),
    ("%{libcxx}", "-stdlib=libc++" if int(major) >= 17 else "-stdlib=libstdc++"),
    ("%clangxx", f"clang++-{major} -g"),
    ("%clang", f"clang-{major} -g"),
    ("%cxx", f"clang++-{major} -g -fpass-plugin={plugin}"),
    ("%cc", f"clang-{major} -g -fpass-plugin={plugin}"),
    ("%instrument", f"opt -load-pass-plugin={plugin} -passes='allele<mutants>,verify' -S"),
    ("%measure", f"opt -load-pass-plugin={plugin} -passes=allele,verify -S"),
    ("%plugin", plugin),
    ("%allele", f"{config.allele_build}/bin/allele"),
    ("%mutant", f"ALLELE={config.allele_build}/bin/allele {here}/tools/mutant"),
    ("%record", f"{here}/tools/record"),
    ("%construct", f"ALLELE={config.allele_build}/bin/allele {here}/tools/construct 'clang-{major} -g -fpass-plugin={plugin}' 'clang++-{major} -g -fpass-plugin={plugin}'"),
]
