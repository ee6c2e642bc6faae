-- Metatables: every metamethod, inheritance, proxies, and what raw access sees.

local calls = {}
local function record(name, result) return function() calls[#calls + 1] = name; return result end end
local Meta = {}
for _, name in ipairs({ "add", "sub", "mul", "div", "mod", "pow", "unm", "idiv", "band", "bor", "bxor", "shl", "shr", "bnot", "concat", "len" }) do
  Meta["__" .. name] = record(name, name)
end
local m = setmetatable({}, Meta)
local results = { m + 1, 1 - m, m * 2, m / 2, m % 2, m ^ 2, -m, m // 2, m & 1, 1 | m, m ~ 1, m << 1, 1 >> m, ~m, m .. "x", #m }
assert(table.concat(results, " ") == table.concat(calls, " ") and #calls == 16)
assert("x" .. m == "concat" and 1.5 .. m == "concat" and rawlen(m) == 0)

-- Comparison: eq only between two tables, lt and le, and what they are turned into.
local Number = {}
Number.__index = Number
Number.__eq = function(a, b) return a.n == b.n end
Number.__lt = function(a, b) return (type(a) == "number" and a or a.n) < (type(b) == "number" and b or b.n) end
Number.__le = function(a, b) return not Number.__lt(b, a) end
Number.__tostring = function(a) return "Number(" .. a.n .. ")" end
Number.__name = "Number"
local function number(n) return setmetatable({ n = n }, Number) end
assert(number(1) == number(1) and number(1) ~= number(2) and not rawequal(number(1), number(1)) and number(1) ~= 1)
assert(number(1) < number(2) and number(2) > number(1) and number(1) <= number(1) and number(3) >= 2 and 1 < number(2))
assert(tostring(number(7)) == "Number(7)" and not pcall(function() return number(1) + 1 end))

-- index and newindex: functions, tables, chains, raw access.
local log = {}
local proxied = { a = 1 }
local proxy = setmetatable({}, {
  __index = function(_, k) log[#log + 1] = "get " .. tostring(k); return proxied[k] end,
  __newindex = function(_, k, v) log[#log + 1] = "set " .. tostring(k); proxied[k] = v end,
  __pairs = function() return next, proxied, nil end,
  __len = function() return 42 end,
})
proxy.b = proxy.a + 1
assert(proxied.b == 2 and rawget(proxy, "b") == nil and #proxy == 42 and table.concat(log, ",") == "get a,set b")
local seen = 0
for _, v in pairs(proxy) do seen = seen + v end
assert(seen == 3)
rawset(proxy, "c", 9)
assert(proxy.c == 9 and proxied.c == nil)
local chain = setmetatable({ own = 1 }, { __index = setmetatable({ middle = 2 }, { __index = { deep = 3 } }) })
assert(chain.own == 1 and chain.middle == 2 and chain.deep == 3 and chain.none == nil)
local sink = {}
local redirected = setmetatable({}, { __newindex = sink })
redirected.x = 5
assert(sink.x == 5 and rawget(redirected, "x") == nil)
local loop = {}
setmetatable(loop, { __index = loop })
assert(not pcall(function() return setmetatable({}, { __index = nil }).x.y end))

-- Classes: inheritance, super, class methods, call.
local Class = setmetatable({}, { __call = function(self, name, parent)
  local class = { name = name, parent = parent }
  class.__index = class
  return setmetatable(class, { __index = parent, __call = function(c, ...) local o = setmetatable({}, c); o:init(...); return o end })
end })
local Animal = Class("Animal")
function Animal:init(name) self.called = name end
function Animal:sound() return "..." end
function Animal:speak() return self.called .. " says " .. self:sound() end
local Dog = Class("Dog", Animal)
function Dog:init(name, trick) Animal.init(self, name); self.trick = trick end
function Dog:sound() return "woof" end
local Puppy = Class("Puppy", Dog)
function Puppy:sound() return Dog.sound(self):upper() .. "!" end
assert(Animal("Cat"):speak() == "Cat says ..." and Dog("Rex", "roll"):speak() == "Rex says woof" and Puppy("Bit", "sit"):speak() == "Bit says WOOF!")
assert(Puppy("Bit", "sit").trick == "sit" and getmetatable(Puppy("x")) == Puppy and Puppy.parent == Dog)

-- call, close, gc, mode and metatable fields; strings have a metatable too.
local callable = setmetatable({}, { __call = function(self, ...) return select("#", ...), self, ... end })
local n, me, first = callable("a", nil)
assert(n == 2 and me == callable and first == "a" and pcall(callable) and not pcall(setmetatable({}, { __call = 5 })))
local locked = setmetatable({}, { __metatable = "locked" })
assert(getmetatable(locked) == "locked" and not pcall(setmetatable, locked, {}) and getmetatable("").__index == string and ("x"):rep(2) == "xx")

-- A vector type, a set type, a read-only table, defaults.
local Vector = {}
Vector.__index = Vector
local function vector(x, y) return setmetatable({ x = x, y = y }, Vector) end
Vector.__add = function(a, b) return vector(a.x + b.x, a.y + b.y) end
Vector.__mul = function(a, b) if type(a) == "number" then return vector(a * b.x, a * b.y) elseif type(b) == "number" then return b * a end return a.x * b.x + a.y * b.y end
Vector.__unm = function(a) return -1 * a end
Vector.__tostring = function(a) return "(" .. a.x .. ", " .. a.y .. ")" end
local v = vector(1, 2) + 3 * vector(2, 0) * 2 + -vector(0, 1)
assert(tostring(v) == "(13, 1)" and v * vector(1, 1) == 14)
local Set = {}
Set.__index = Set
local function set(list) local s = setmetatable({ items = {} }, Set); for _, i in ipairs(list) do s.items[i] = true end return s end
Set.__bor = function(a, b) local s = set({}); for i in pairs(a.items) do s.items[i] = true end for i in pairs(b.items) do s.items[i] = true end return s end
Set.__band = function(a, b) local s = set({}); for i in pairs(a.items) do s.items[i] = b.items[i] end return s end
Set.__len = function(a) local c = 0; for _ in pairs(a.items) do c = c + 1 end return c end
Set.__le = function(a, b) for i in pairs(a.items) do if not b.items[i] then return false end end return true end
assert(#(set({ 1, 2, 3 }) | set({ 3, 4 })) == 4 and #(set({ 1, 2, 3 }) & set({ 3, 4 })) == 1 and set({ 1 }) <= set({ 1, 2 }) and not (set({ 5 }) <= set({ 1 })))
local function readOnly(t) return setmetatable({}, { __index = t, __newindex = function(_, k) error("read-only: " .. k, 2) end }) end
local ok, message = pcall(function() readOnly({ a = 1 }).a = 2 end)
assert(not ok and message:find("read%-only: a$"))
print("metatables", tostring(v), #log, tostring(number(0.5)), seen)
