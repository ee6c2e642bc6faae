-- What the benchmark runs: a fixed amount of work of several kinds, no clock and no randomness.

local function sieve(limit)
  local composite, primes = {}, 0
  for i = 2, limit do
    if not composite[i] then
      primes = primes + 1
      for j = i * i, limit, i do composite[j] = true end
    end
  end
  return primes
end

local function fibonacci(n) return n < 2 and n or fibonacci(n - 1) + fibonacci(n - 2) end

local function words(count)
  local parts = {}
  for i = 1, count do parts[#parts + 1] = string.format("%05d:%x", i * 7919 % count, i) end
  local text, seen = table.concat(parts, " "), 0
  for number, hex in text:gmatch("(%d+):(%x+)") do seen = seen + #number + tonumber(hex, 16) % 7 end
  table.sort(parts)
  return seen, parts[1], #text:gsub("[aeiou]", string.upper):reverse()
end

local function objects(count)
  local Point = {}
  Point.__index = Point
  Point.__add = function(a, b) return setmetatable({ x = a.x + b.x, y = a.y + b.y }, Point) end
  local sum = setmetatable({ x = 0, y = 0.5 }, Point)
  for i = 1, count do sum = sum + setmetatable({ x = i, y = 1 / i }, Point) end
  return sum.x, sum.y
end

local function generators(count)
  local total = 0
  for value in coroutine.wrap(function() for i = 1, count do coroutine.yield(i ~ (i >> 3)) end end) do
    total = total + value
  end
  return total
end

print(sieve(100000), fibonacci(24), words(5000))
print(objects(30000))
print(generators(30000), select("#", table.unpack({}, 1, 200)))
print(pcall(error, "raised"), load("return 2^10 // 3")())
