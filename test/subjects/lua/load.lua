-- load, environments, dump, require, debug hooks, io on files, os: the libraries that reach outside the language.

-- load: text, functions, modes, names, environments; dump and undump, stripped too.
assert(load("return 1 + 1")() == 2 and load("x = 5; return x", "chunk", "t", {})() == 5 and x == nil)
local parts = { "return ", "'in ", "parts'" }
local at = 0
assert(load(function() at = at + 1; return parts[at] end)() == "in parts")
assert(not load("\27Lua", "binary", "t") and not load("return 1", "text", "b") and select(2, load("x x", "=name")):find("^name:1:"))
local function makeAdder(n) local extra = 1; return function(a, ...) local t = { ... }; for i, v in ipairs(t) do a = a + v * i end return a + n + extra end end
for _, strip in ipairs({ false, true }) do
  local copy = load(string.dump(makeAdder, strip), "dumped", "b")
  assert(copy(10)(1, 2, 3) == 1 + 2 + 6 + 10 + 1)
end
local source = {}
for i = 1, 120 do source[i] = ("local f%d = function(a) return a * %d + %s, '%s' end"):format(i, i, i / 7, ("s"):rep(i)) end
source[#source + 1] = "return f120"
local dumped = load(string.dump(load(table.concat(source, "\n"))))
local value, text = dumped()(2)
assert(math.abs(value - (240 + 120 / 7)) < 1e-9 and #text == 120)
for cut = 1, 40, 3 do assert(not load(string.dump(makeAdder):sub(1, cut * 3), "cut", "b")) end

-- _ENV.
local function sandbox(code, env) return pcall(load(code, "sandbox", "t", env)) end
local env = { print = function() end }
assert(sandbox("y = 1; print(y)", env) and env.y == 1 and not sandbox("os.exit()", env))
do
  local _ENV <const> = { tostring = tostring }
  z = tostring(5)
  assert = nil
end
assert(z == nil)
local function counter(_ENV) n = (n or 0) + 1; return n end
local state = {}
assert(counter(state) == 1 and counter(state) == 2 and state.n == 2)
setmetatable(_G, { __newindex = function(_, name) error("undeclared " .. name, 2) end, __index = function(_, name) error("undeclared " .. name, 2) end })
assert(not pcall(function() newGlobal = 1 end) and not pcall(function() return oldGlobal end))
setmetatable(_G, nil)

-- require: preloaded, loaded, searched, missing.
package.preload.fake = function(name, where) return { name = name, where = where } end
local fake = require("fake")
assert(fake.name == "fake" and fake.where == ":preload:" and require("fake") == fake and package.loaded.fake == fake)
assert(select(2, pcall(require, "not.there")):find("module 'not.there' not found") and package.searchpath("x", "?.none;./?.no") == nil)
local file = assert(io.open("written.lua", "w"))
file:write("local name = ... ; return { loaded = name, twice = function(n) return n * 2 end }\n")
file:close()
package.path = "./?.lua"
assert(require("written").loaded == "written" and require("written").twice(21) == 42 and dofile("written.lua").loaded == nil)

-- debug: info, locals, hooks.
local function inspected(a, b) local c = a + b; local names = {}; local i = 1
  while debug.getlocal(1, i) do names[#names + 1] = debug.getlocal(1, i); i = i + 1 end
  return names, debug.getinfo(1, "nSlu"), c end
local names, info = inspected(1, 2)
assert(names[1] == "a" and names[2] == "b" and names[3] == "c" and info.name == "inspected" and info.nparams == 2 and info.what == "Lua")
local lines, calls, returns = 0, 0, 0
debug.sethook(function(event) if event == "line" then lines = lines + 1 elseif event == "return" then returns = returns + 1 else calls = calls + 1 end end, "crl")
for _ = 1, 3 do inspected(1, 2) end
debug.sethook()
assert(lines > 20 and calls > 20 and returns > 20 and debug.gethook() == nil)
local instructions = 0
debug.sethook(function() instructions = instructions + 1 end, "", 10)
for _ = 1, 1000 do end
debug.sethook()
assert(instructions > 50)
local ok = pcall(function() debug.sethook(function() error("too long") end, "", 1000); while true do end end)
debug.sethook()
assert(not ok)

-- io: modes, reading formats, lines, seek, errors.
local path = "data.txt"
file = assert(io.open(path, "w+"))
assert(file:write("first line\n", 42, " ", 3.5, " 0x1F -7e2 rest\nthird\n\nlast without newline"):seek("set", 0) == 0)
assert(file:read() == "first line" and file:read("n") == 42 and file:read("n") == 3.5 and file:read("n") == 31 and file:read("n") == -700.0)
assert(file:read("L") == " rest\n" and file:read(3) == "thi" and file:read("l") == "rd" and file:read("l") == "" and file:read("a") == "last without newline")
assert(file:read("a") == "" and file:read("l") == nil and file:read(0) == nil and file:seek("end") == 60 and file:seek("cur", -7) == 53)
assert(file:setvbuf("full", 1024) and io.type(file) == "file" and file:close() and io.type(file) == "closed file" and not pcall(file.read, file))
local read = {}
for line in io.lines(path) do read[#read + 1] = #line end
assert(table.concat(read, " ") == "10 21 5 0 20", table.concat(read, " "))
for a, b in io.lines(path, 1, "l") do assert(a == "f" and b == "irst line") break end
assert(select(2, io.open("no/such/file")) == "no/such/file: No such file or directory" and select(3, io.open("no/such/file")) == 2 and not pcall(io.lines, "none"))
local appended = assert(io.open(path, "a"))
appended:write("!"):close()
io.output("other.txt"):write("by default output")
io.close()
io.output(io.stdout)
io.input("other.txt")
assert(io.read("a") == "by default output" and not pcall(io.open, path, "rz"))
io.close(io.input())
assert(os.rename("other.txt", "renamed.txt") and os.remove("renamed.txt") and not os.remove("renamed.txt"))
local pipe = assert(io.popen("echo from the shell; exit 3"))
assert(pipe:read("l") == "from the shell" and select(3, pipe:close()) == 3 and select(3, os.execute("exit 4")) == 4 and os.execute())

-- os: dates and times of fixed moments.
assert(os.date("!%Y-%m-%d %H:%M:%S", 86400 * 365) == "1971-01-01 00:00:00" and os.date("!*t", 0).wday == 5 and os.getenv("NOT_SET_ANYWHERE") == nil)
assert(os.time({ year = 2000, month = 14, day = -3, hour = 12 }) - os.time({ year = 2001, month = 1, day = 28, hour = 12 }) == 0)
assert(not pcall(os.date, "%Ez", 0) and not pcall(os.time, { year = 2000 }) and os.difftime(10, 4) == 6.0 and type(os.clock()) == "number")
print("load", #text, names[3], info.nparams, #read)
