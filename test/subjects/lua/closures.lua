-- Closures, upvalues shared and fresh, recursion, tail calls, to-be-closed variables.

local function counter(start)
  local n = start or 0
  return function(step) n = n + (step or 1); return n end, function() return n end
end

local advance, peek = counter(10)
assert(advance() == 11 and advance(5) == 16 and peek() == 16)
local advance2, peek2 = counter()
assert(advance2() == 1 and peek2() == 1 and peek() == 16)

-- Each turn of a loop has its own variable.
local readers = {}
for i = 1, 5 do readers[i] = function() i = i * 2; return i end end
for i = 1, 5 do assert(readers[i]() == i * 2 and readers[i]() == i * 4) end
local whileReaders, j = {}, 0
while j < 3 do
  j = j + 1
  local mine = j
  whileReaders[j] = function() return mine, j end
end
local a, b = whileReaders[1]()
assert(a == 1 and b == 3)

-- A tail call needs no stack.
local function countDown(n, acc) if n == 0 then return acc end return countDown(n - 1, acc + 1) end
assert(countDown(200000, 0) == 200000)

-- Mutual recursion by a forward declaration.
local isOdd
local function isEven(n) if n == 0 then return true end return isOdd(n - 1) end
function isOdd(n) if n == 0 then return false end return isEven(n - 1) end
assert(isEven(100) and not isEven(77) and isOdd(77))

-- Composition, currying, the Y combinator.
local function compose(...)
  local functions = { ... }
  return function(x) for i = #functions, 1, -1 do x = functions[i](x) end return x end
end
local function add(m) return function(n) return m + n end end
assert(compose(add(1), add(10), function(x) return x * 100 end)(2) == 211)
local function Y(f) return (function(x) return x(x) end)(function(x) return f(function(v) return x(x)(v) end) end) end
local factorial = Y(function(self) return function(n) return n == 0 and 1 or n * self(n - 1) end end)
assert(factorial(10) == 3628800)

-- Memoising, with the cache as an upvalue.
local function memoise(f)
  local cache, misses = {}, 0
  return function(n)
    if cache[n] == nil then misses = misses + 1; cache[n] = f(n) end
    return cache[n]
  end, function() return misses end
end
local fibonacci, misses
fibonacci, misses = memoise(function(n) return n < 2 and n or fibonacci(n - 1) + fibonacci(n - 2) end)
assert(fibonacci(60) == 1548008755920 and misses() == 61)

-- Upvalues seen and joined by the debug library.
local function first() return a end
local function second() return b end
assert(debug.getupvalue(first, 1) == "a" and select(2, debug.getupvalue(second, 1)) == 3)
debug.upvaluejoin(second, 1, first, 1)
assert(second() == a and debug.upvalueid(first, 1) == debug.upvalueid(second, 1))
debug.setupvalue(first, 1, "changed")
assert(second() == "changed" and a == "changed")

-- Variables that are closed when their block ends, in reverse order, also by an error and by break.
local closed = {}
local function closing(name) return setmetatable({}, { __close = function(_, e) closed[#closed + 1] = name .. tostring(e ~= nil) end }) end
do
  local x <close> = closing("x")
  local y <close> = closing("y")
  local constant <const> = 7
  assert(constant == 7 and #closed == 0)
end
assert(table.concat(closed, ",") == "yfalse,xfalse")
closed = {}
assert(not pcall(function() local z <close> = closing("z"); error("out") end))
for _ = 1, 3 do local w <close> = closing("w"); break end
local function returning() local v <close> = closing("v"); return #closed end
assert(returning() == 2 and table.concat(closed, ",") == "ztrue,wfalse,vfalse")
assert(not load("local c <const> = 1; c = 2"))

print("closures", fibonacci(40), factorial(12), #readers)
