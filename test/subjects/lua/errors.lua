-- Errors: kinds of error values, levels, handlers, tracebacks, nested protection, messages with variable names, limits.

local function failure(f, ...) local result = table.pack(pcall(f, ...)); assert(not result[1]); return result[2] end

assert(failure(error, "text", 0) == "text" and failure(error) == nil and failure(error, { 1 })[1] == 1 and failure(error, 42) == 42)
assert(failure(function() error("here") end):match("^.*errors%.lua:%d+: here$"))
local function outer() error("blame the caller", 2) end
local line = debug.getinfo(1, "l").currentline + 1
assert(failure(function() outer() end):find("errors.lua:" .. line .. ": blame", 1, true))

-- The runtime's own messages name what was wrong.
local t, s, n = {}, "text", 5
local upvalue
for pattern, f in pairs({
  ["attempt to index a nil value %(upvalue 'upvalue'%)"] = function() return upvalue.x end,
  ["attempt to index a nil value %(field 'y'%)"] = function() return t.y.z end,
  ["attempt to call a nil value %(global 'undefinedFunction'%)"] = function() undefinedFunction() end,
  ["attempt to call a nil value %(method 'missing'%)"] = function() t:missing() end,
  ["attempt to perform arithmetic on a table value %(upvalue 't'%)"] = function() return t + 1 end,
  ["attempt to concatenate a table value %(upvalue 't'%)"] = function() return s .. t end,
  ["attempt to compare number with string"] = function() return n < s end,
  ["attempt to compare two table values"] = function() return t < {} end,
  ["attempt to get length of a number value %(upvalue 'n'%)"] = function() return #n end,
  ["attempt to perform bitwise operation on a string value"] = function() return s & 1 end,
  ["number has no integer representation"] = function() return 1.5 | 1 end,
  ["attempt to divide by zero"] = function() return n // 0 end,
  ["attempt to perform 'n%%0'"] = function() return n % 0 end,
  ["bad 'for' initial value %(number expected, got string%)"] = function() for _ = "x", 2 do end end,
  ["'for' step is zero"] = function() for _ = 1, 2, 0 do end end,
  ["bad argument #1 to 'insert' %(table expected, got nil%)"] = function() table.insert(nil, 1) end,
  ["bad argument #1 to 'char' %(value out of range%)"] = function() string.char(256) end,
  ["bad argument #1 to 'ipairs' %(value expected%)"] = function() ipairs() end,
  ["bad argument #2 to 'setmetatable' %(nil or table expected, got number%)"] = function() setmetatable({}, 1) end,
  ["resulting string too large"] = function() return ("x"):rep(1 << 62) .. "" end,
}) do
  local message = tostring(failure(f))
  assert(message:find(pattern), message)
end

-- Handlers: the traceback, an error inside the handler, values through.
local function levels() error("deep", 0) end
local _, trace = xpcall(function() levels() end, debug.traceback)
assert(trace:find("^deep\nstack traceback:") and trace:find("in upvalue 'levels'") and trace:find("in function 'xpcall'"))
assert(select(2, xpcall(error, function(m) return m .. " handled" end, "passed")) == "passed handled")
assert(select("#", xpcall(function(...) return ... end, print, 1, nil, 3)) == 4)
local bad, why = xpcall(error, function() error("again") end, "first")
assert(not bad and why ~= nil)

-- Nesting: rethrow, cleanup, errors through coroutines and metamethods.
local steps = {}
local function protectedStep(name, f)
  local ok, e = pcall(f)
  steps[#steps + 1] = name .. (ok and "+" or "-")
  if not ok then error(e, 0) end
end
assert(failure(protectedStep, "a", function() protectedStep("b", function() protectedStep("c", function() end); error("x", 0) end) end) == "x")
assert(table.concat(steps) == "c+b-a-")
assert(failure(coroutine.wrap(function() error("in coroutine", 0) end)) == "in coroutine")
assert(failure(function() return setmetatable({}, { __index = function(_, k) error("no " .. k, 0) end }).field end) == "no field")
assert(failure(function() return tostring(setmetatable({}, { __tostring = function() return {} end })) end):find("'__tostring' must return a string"))

-- Limits: the stack, the C stack, too many results, a pattern too complex, the parser.
local depth = 0
local function recurse() depth = depth + 1; return 1 + recurse() end
assert(failure(recurse):find("stack overflow") and depth > 1000)
local function handlerDepth(m) return m:sub(1, 0) .. "overflow handled" end
assert(select(2, xpcall(recurse, handlerDepth)) == "overflow handled")
local nested = setmetatable({}, {})
getmetatable(nested).__index = function(self, k) return self[k .. "x"] end
assert(failure(function() return nested.k end):find("overflow"))
assert(failure(function() return table.unpack({}, 1, 1e8) end):find("too many results to unpack"))
assert(failure(string.match, ("a"):rep(300000), ("(a"):rep(40)):find("too many captures") and failure(string.find, ("x"):rep(300000), (".-"):rep(300000) .. "y"))
for code, pattern in pairs({
  ["x ="] = "unexpected symbol near <eof>", ["for i = 1 do end"] = "'for' initial value|',' expected near 'do'|'=' or 'in' expected",
  ["local 5"] = "<name> expected near '5'", ["x = 'open"] = "unfinished string", ["x = [[open"] = "unfinished long string",
  ["--[[ open"] = "unfinished long comment", ["x = 0x"] = "malformed number near '0x'", ["x = '\\q'"] = "invalid escape sequence",
  ["x = '\\300'"] = "decimal escape too large", ["x = '\\u{110000000000}'"] = "UTF%-8 value too large", ["return return"] = "near 'return'",
  ["if x then"] = "'end' expected near <eof>", ["f() = 1"] = "syntax error near '='", ["x = }"] = "unexpected symbol near '}'",
  ["local a <wrong> = 1"] = "unknown attribute 'wrong'", ["goto x; local y; ::x:: y()"] = "jumps into the scope of local 'y'",
  ["x = 1e"] = "malformed number", ["return ..."] = "", ["function f() return ... end"] = "cannot use '...' outside a vararg function",
}) do
  local chunk, message = load(code)
  if pattern ~= "" then
    local matched = false
    for alternative in pattern:gmatch("[^|]+") do matched = matched or message:find(alternative) ~= nil end
    assert(not chunk and matched, tostring(message))
  end
end
assert(failure(assert, false, "asserted") == "asserted" and failure(assert, nil):find("assertion failed!") and select("#", assert(1, 2, 3)) == 3)
print("errors", table.concat(steps), depth > 1000, #arg, arg[1], arg[2])
