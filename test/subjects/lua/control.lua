-- Control flow: goto, nested break, numeric and generic for, repeat scope, and/or values, long chains, multiple assignment.

-- goto as continue, as a state machine, out of nested loops.
local out = {}
for i = 1, 10 do
  if i % 2 == 0 then goto continue end
  for j = 1, 10 do
    if j > i then goto continue end
    if i * j == 21 then goto found end
  end
  out[#out + 1] = i
  ::continue::
end
::found::
local machine, input, position = {}, "aabbbc", 0
::start::
position = position + 1
do
  local c = input:sub(position, position)
  if c == "a" then machine[#machine + 1] = "A"; goto start end
  if c == "b" then machine[#machine + 1] = "B"; goto start end
  if c == "c" then goto stop end
end
::stop::
assert(table.concat(machine) == "AABBB" and position == 6)
assert(not load("goto nowhere") and not load("do local x ::l:: end goto l") and not load("::a:: ::a::") and not load("break"))
local closures, k = {}, 1
do
  ::again::
  local fresh = k
  closures[k] = function() return fresh end
  k = k + 1
  if k <= 3 then goto again end
end
assert(closures[1]() == 1 and closures[2]() == 2 and closures[3]() == 3)

-- repeat sees its body's locals; while with break; nested loops with flags.
local tries = 0
repeat local enough = tries >= 4; tries = tries + 1 until enough
assert(tries == 5)
local pairsFound = {}
for a = 1, 20 do
  for b = a, 20 do
    local c = math.tointeger((a * a + b * b) ^ 0.5)
    if c and c <= 20 and c * c == a * a + b * b then pairsFound[#pairsFound + 1] = a .. "-" .. b .. "-" .. c end
    if b > 15 then break end
  end
end
assert(table.concat(pairsFound, " ") == "3-4-5 5-12-13 6-8-10 8-15-17 9-12-15 12-16-20")

-- and, or, not as values; short circuit; comparison chains.
local count = 0
local function side(value) count = count + 1; return value end
assert((side(nil) and side(1)) == nil and count == 1 and (side(false) or side(2)) == 2 and count == 3)
assert((nil or false) == false and (false or nil) == nil and (1 and 2) == 2 and (nil and nil) == nil and not not 0 == true and (0 and "zero") == "zero")
local function classify(n)
  if n < 0 then return "negative" elseif n == 0 then return "zero" elseif n < 10 then return "small"
  elseif n < 100 and n % 2 == 0 then return "even" elseif n < 100 or n == 1000 then return "odd or thousand" else return "large" end
end
local classes = {}
for _, n in ipairs({ -5, 0, 9, 10, 11, 99, 100, 1000, 98 }) do classes[#classes + 1] = classify(n) end
assert(table.concat(classes, ",") == "negative,zero,small,even,odd or thousand,odd or thousand,large,odd or thousand,even")

-- Multiple assignment and its order, swaps, nested calls that adjust the number of results.
local i, list = 1, {}
i, list[i] = i + 1, "at one"
assert(i == 2 and list[1] == "at one")
local x, y, z = (function() return 1, 2, 3 end)()
x, y, z = z, x, y
assert(x == 3 and y == 1 and z == 2)
local p, q = ((function() return 1, 2 end)())
assert(p == 1 and q == nil)
local function three() return 1, 2, 3 end
assert(#{ three(), three() } == 4 and #{ three(), (three()) } == 2 and select("#", three(), three()) == 4)

-- Generic for with all kinds of iterators, the closing value included.
local function range(n) return function(limit, current) if current < limit then return current + 1 end end, n, 0 end
local total = 0
for value in range(10) do total = total + value end
assert(total == 55)
local closed = false
for value in (function() local c = 0; return function() c = c + 1; return c end, nil, nil, setmetatable({}, { __close = function() closed = true end }) end)() do
  if value == 3 then break end
end
assert(closed)
local keys = {}
for index, value in ipairs(setmetatable({}, { __index = function(_, n) if n <= 4 then return n * n end end })) do keys[#keys + 1] = index .. "=" .. value end
assert(table.concat(keys, " ") == "1=1 2=4 3=9 4=16" and not pcall(function() for _ in 5 do end end))

-- Deep nesting, many locals, many constants, long jumps.
local source = { "local r = 0\n" }
for n = 1, 180 do source[#source + 1] = ("local v%d = %d\n"):format(n, n) end
for n = 1, 400 do source[#source + 1] = ("if r %% %d == 0 then r = r + v%d + %d.5 - 0.5 else r = r - 1 end\n"):format(n % 7 + 1, n % 180 + 1, n) end
source[#source + 1] = "return r"
local computed = load(table.concat(source))()
local depth = ("do "):rep(150) .. "result = 'deep'" .. (" end"):rep(150)
local environment = {}
load(depth, "deep", "t", environment)()
assert(environment.result == "deep" and not load(("do "):rep(300) .. ("end "):rep(300)))
print("control", table.concat(out, " "), total, computed, table.concat(pairsFound, " "))
