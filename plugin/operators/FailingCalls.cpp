// A call whose result is checked fails, or its failure is overlooked.
#include "../ErrorChecks.h"
#include "../LlvmVersion.h"
#include "../Statements.h"
#include "../WrittenCall.h"
#include "Operators.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Module.h"
#include "llvm/TargetParser/Triple.h"

#include <cerrno>

using namespace llvm;

namespace allele {

extern const OperatorFamily kFailingCalls;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"allocation-to-null",
     "`p = malloc(n)` becomes `p = NULL` where the source compares it with null; also `new (std::nothrow)`",
     Level::kFailure},
    {"fail-call", "`if (f(a) < 0)` becomes `if (-1 < 0)`: the call is not made and gives the error value",
     Level::kFailure},
    {"ignore-error", "`if (f(a) < 0)` becomes `if ((f(a), 0) < 0)`: the call is made and its error is lost",
     Level::kFailure},
};

bool isAllocation(StringRef name) {
  return is_contained({"malloc", "calloc", "realloc", "reallocarray", "aligned_alloc", "memalign", "valloc", "strdup",
                       "strndup", "wcsdup"},
                      name);
}

struct ErrnoName {
  int value;
  StringRef name;
};

// The errno that a function of libc sets when it fails; none for others.
std::optional<ErrnoName> errnoOf(StringRef function) {
  if (isAllocation(function) || is_contained({"mmap", "mremap", "asprintf", "vasprintf", "setenv", "putenv"}, function))
    return ErrnoName{ENOMEM, "ENOMEM"};
  if (is_contained({"open",    "openat", "creat", "fopen",    "freopen", "stat",  "lstat",    "access",
                    "unlink",  "mkdir",  "rmdir", "rename",   "opendir", "chdir", "readlink", "link",
                    "symlink", "chmod",  "chown", "truncate", "remove",  "execv", "execve",   "execvp"},
                   function))
    return ErrnoName{EACCES, "EACCES"};
  if (is_contained({"fork", "pipe", "socket", "socketpair", "accept", "dup", "dup2", "epoll_create", "eventfd"},
                   function))
    return ErrnoName{EMFILE, "EMFILE"};
  if (is_contained({"read",   "write",     "pread",   "pwrite",   "readv",    "writev",  "close",   "fsync",   "lseek",
                    "fstat",  "ftruncate", "ioctl",   "fcntl",    "fclose",   "fflush",  "fputs",   "fputc",   "putc",
                    "fgets",  "fgetc",     "getc",    "fprintf",  "fseek",    "ftell",   "fseeko",  "ftello",  "fread",
                    "fwrite", "send",      "recv",    "sendto",   "recvfrom", "bind",    "listen",  "connect", "poll",
                    "select", "munmap",    "readdir", "closedir", "waitpid",  "tmpfile", "mkstemp", "fdopen"},
                   function))
    return ErrnoName{EIO, "EIO"};
  return std::nullopt;
}

// Whether `errno` can be written in the function: the file includes its header, or the function names it.
bool knowsErrno(const FunctionContext &context, const SourceFile &file) {
  if (!Triple(context.function.getParent()->getTargetTriple()).isOSLinux()) // elsewhere it lies elsewhere
    return false;
  unsigned lastLine = file.size() > 0 ? file.token(file.size() - 1).line : 0;
  for (unsigned line = 1; line <= lastLine; ++line) {
    StringRef text = file.trimmedLine(line);
    if (text.consume_front("#")) {
      text = text.ltrim();
      if (text.consume_front("include") && (text.contains("<errno.h>") || text.contains("<cerrno>")))
        return true;
    }
  }
  return false;
}

void setErrno(IRBuilder<> &builder, int value) {
  FunctionCallee location =
      builder.GetInsertBlock()->getModule()->getOrInsertFunction("__errno_location", builder.getPtrTy());
  builder.CreateStore(builder.getInt32(static_cast<uint32_t>(value)), builder.CreateCall(location));
}

std::string textOf(const FunctionContext &context, const Constant &value) {
  if (isa<ConstantPointerNull>(value))
    return context.isCxx() ? "nullptr" : "NULL";
  const auto &integer = cast<ConstantInt>(value);
  if (integer.getType()->isIntegerTy(1) && context.isCxx())
    return integer.isOne() ? "true" : "false";
  if (integer.getType()->isIntegerTy(1))
    return integer.isOne() ? "1" : "0";
  return std::to_string(integer.getSExtValue());
}

Site siteOf(CallBase &call, const SourceFile &file, Site::Shape shape) {
  Site site;
  site.shape = shape;
  site.instruction = &call;
  site.file = &file;
  return site;
}

class Collector {
public:
  explicit Collector(FunctionContext &context) : context(context) {}

  void run() {
    for (Instruction &instruction : instructions(context.function))
      if (auto *call = dyn_cast<CallBase>(&instruction)) {
        if (isNothrowNew(*call))
          addNothrowNew(*call);
        else if (auto written = writtenCall(context, *call))
          addChecked(*call, *written);
      }
  }

private:
  void addChecked(CallBase &call, const WrittenCall &written) {
    std::optional<ErrorCheck> check = findErrorCheck(context, call);
    if (!check)
      return;
    const Function *callee = call.getCalledFunction();
    StringRef name = callee && callee->isDeclaration() ? written.file->spelling(written.name) : "";
    bool allocates = isAllocation(name) && check->error->isNullValue();
    if (!check->isSure && !allocates)
      return;
    std::optional<ErrnoName> number = errnoOf(name);
    if (number && !knowsErrnoIn(*written.file))
      number.reset();
    addFailure(call, written, allocates ? "allocation-to-null" : "fail-call", *check->error, number);
    if (check->success)
      addIgnored(call, written, *check->success);
  }

  void addFailure(CallBase &call, const WrittenCall &written, StringRef id, Constant &value,
                  std::optional<ErrnoName> number) {
    std::string effect = number ? ("errno = " + number->name).str() : "";
    std::optional<std::string> text = textInsteadOf(context, written, effect, textOf(context, value));
    if (!text)
      return;
    Site site = siteOf(call, *written.file, Site::Shape::kSkip);
    Alternative alternative{id, *text, written.range};
    alternative.inLine = [&value, number](IRBuilder<> &builder, Value *, ValueToValueMapTy &) -> Value * {
      if (number)
        setErrno(builder, number->value);
      return &value;
    };
    site.alternatives.push_back(std::move(alternative));
    context.add(std::move(site));
  }

  void addIgnored(CallBase &call, const WrittenCall &written, Constant &value) {
    Site site = siteOf(call, *written.file, Site::Shape::kResult);
    if (isa<InvokeInst>(call)) { // what follows it is in another block
      if (!call.hasOneUse())
        return;
      site.shape = Site::Shape::kOperand;
      site.instruction = cast<Instruction>(call.use_begin()->getUser());
      site.operand = call.use_begin()->getOperandNo();
      if (isa<PHINode>(site.instruction))
        return;
    }
    std::string text = ("(" + written.file->textOf(written.range) + ", " + textOf(context, value) + ")").str();
    Alternative alternative{"ignore-error", std::move(text), written.range};
    alternative.inLine = [&value](IRBuilder<> &, Value *, ValueToValueMapTy &) -> Value * { return &value; };
    site.alternatives.push_back(std::move(alternative));
    context.add(std::move(site));
  }

  static bool isNothrowNew(const CallBase &call) {
    const Function *callee = call.getCalledFunction();
    return callee && callee->getName().starts_with("_Zn") && callee->getName().ends_with("RKSt9nothrow_t");
  }

  // `new (std::nothrow) T[n]`. Without memory the initialiser isn't evaluated, the size is.
  void addNothrowNew(CallBase &call) {
    Place place = context.place(call);
    if (place.text() != "new")
      return;
    const SourceFile &file = *place.file;
    TokenRange range{place.token, file.operandEnd(place.token)};
    TokenIndex type = file.is(place.token + 1, "(") ? file.token(place.token + 1).match + 1 : kNoToken;
    if (type <= 0 || range.end <= type || file.token(type).kind != TokenKind::kIdentifier)
      return;
    TokenIndex bracket = file.scanForward(type, [&](TokenIndex token) { return file.is(token, "["); });
    bool hasSize = bracket < range.end && file.is(bracket, "[");
    if (hasSize && mayHaveEffect(context, file, {bracket + 1, file.token(bracket).match}))
      return;
    bool isDeduced =
        file.is(place.token - 1, "=") && (file.is(place.token - 3, "auto") || file.is(place.token - 4, "auto"));
    if (isDeduced) // `nullptr` has another type
      return;
    Site site = siteOf(call, file, Site::Shape::kSkip);
    site.alternatives.push_back({"allocation-to-null", "nullptr", range});
    context.add(std::move(site));
  }

  bool knowsErrnoIn(const SourceFile &file) {
    auto [known, isNew] = errnoFiles.try_emplace(&file, false);
    if (isNew)
      known->second = knowsErrno(context, file);
    return known->second;
  }

  FunctionContext &context;
  DenseMap<const SourceFile *, bool> errnoFiles;
};

void collect(FunctionContext &context) {
  Collector(context).run();
}

} // namespace

const OperatorFamily kFailingCalls = {
    "Failing calls",
    "A call whose result is compared with a constant, right there or through one variable. Which outcome is the "
    "failure must be sure: the constant is negative, the comparison is with `< 0`, or it is the condition of an `if` "
    "whose body ends with an error: it returns an error value or what was checked, goes to a label named like one, "
    "throws or exits. A truth counts only as `!f()`.\n\nThe failing call is not made; its arguments are evaluated. "
    "Functions of the C library also set `errno`, where the file includes its header. `ignore-error` makes the call "
    "and goes on with the value of success; pointers have none.",
    kOperators, collect};

} // namespace allele
