-- Integers and floats: both divisions, modulo, overflow, shifts, comparisons across types, the math library.

assert(7 // 2 == 3 and -7 // 2 == -4 and 7 // -2 == -4 and -7 // -2 == 3 and 7.0 // 2 == 3.0 and math.type(7 // 2) == "integer")
assert(7 % 3 == 1 and -7 % 3 == 2 and 7 % -3 == -2 and -7 % -3 == -1 and 5.5 % 2 == 1.5 and -5.5 % 2 == 0.5 and 5 % math.huge == 5.0)
assert(7 / 2 == 3.5 and 8 / 2 == 4.0 and math.type(8 / 2) == "float" and 2 ^ 10 == 1024.0 and 2 ^ -1 == 0.5 and 2 ^ 0.5 * 2 ^ 0.5 > 1.999)
assert(1 // 0.0 == math.huge and -1 // 0.0 == -math.huge and 0 / 0 ~= 0 / 0 and not pcall(function() return 1 // 0 end))
assert(not pcall(function() return 1 % 0 end) and 1 % math.huge == 1.0 and -1 % math.huge == math.huge)

-- Wrap-around.
assert(math.maxinteger + 1 == math.mininteger and math.mininteger - 1 == math.maxinteger and -math.mininteger == math.mininteger)
assert(math.maxinteger * 2 == -2 and math.mininteger // -1 == math.mininteger and math.mininteger % -1 == 0)
assert(math.maxinteger + 1.0 == 2 ^ 63 and 1 << 63 == math.mininteger and 1 << 64 == 0 and 1 << -1 == 0 and -1 >> 1 == math.maxinteger)
assert(2 ^ 53 == 2 ^ 53 + 1 and (1 << 53) ~= (1 << 53) + 1)

-- Bits.
assert(0xF0 & 0x3C == 0x30 and 0xF0 | 0x0F == 0xFF and 0xF0 ~ 0xFF == 0x0F and ~0 == -1 and 5 << 2 == 20 and 20 >> 2 == 5 and -1 >> 60 == 15)
assert(3.0 & 1 == 1 and not pcall(function() return "7" & 3 end) and not pcall(function() return 1.5 & 1 end) and not pcall(function() return 2 ^ 64 | 0 end))
local function popcount(n) local c = 0; while n ~= 0 do n = n & (n - 1); c = c + 1 end return c end
assert(popcount(-1) == 64 and popcount(0xFF00FF) == 16)

-- Precedence and associativity.
assert(2 + 3 * 4 ^ 2 / 2 == 26.0 and -2 ^ 2 == -4.0 and 2 ^ 3 ^ 2 == 512.0 and not nil == true and not (1 == 2) and 1 .. 2 == "12")
assert(1 + 2 << 1 == 6 and 5 & 3 | 8 == 9 and "a" .. "b" == "ab" and 2 * 3 % 4 == 2 and 7 - 2 - 1 == 4 and #"abc" + 1 == 4 and - - 2 == 2)

-- Comparisons: integers with floats, the edges, NaN.
local nan, inf = 0 / 0, math.huge
assert(1 == 1.0 and 1 < 1.5 and 2 > 1.5 and math.maxinteger < 2 ^ 63 and math.maxinteger + 0.0 == 2 ^ 63 and math.mininteger <= -2 ^ 63)
assert(not (nan < 1) and not (nan > 1) and not (nan == nan) and nan ~= nan and inf > math.maxinteger and -inf < math.mininteger)
assert(0.0 == -0.0 and 1 / 0.0 ~= 1 / -0.0 and not pcall(function() return 1 < "2" end) and not pcall(function() return {} < {} end))
local between = 0
for i = -3, 3 do for x = -3, 3, 0.5 do if i < x then between = between + 1 elseif i <= x then between = between + 100 end end end
assert(between == 742, between)

-- Loops with every kind of step.
local function collect(from, to, step) local out = {}; for i = from, to, step do out[#out + 1] = i end return table.concat(out, ",") end
assert(collect(1, 5, 1) == "1,2,3,4,5" and collect(5, 1, -2) == "5,3,1" and collect(1, 0, 1) == "" and collect(1, 2, 0.25) == "1.0,1.25,1.5,1.75,2.0")
assert(collect(math.maxinteger - 1, math.maxinteger, 1) == "9223372036854775806,9223372036854775807" and collect(1, 3.9, 1) == "1,2,3")
assert(collect(math.mininteger, math.mininteger + 2, 1):sub(1, 20) == "-9223372036854775808" and collect(1, -inf, 1) == "")
assert(not pcall(collect, 1, 5, 0) and not pcall(collect, "a", 5, 1))

-- The math library.
assert(math.floor(-3.5) == -4 and math.ceil(-3.5) == -3 and math.floor(2 ^ 70) == 2 ^ 70 and math.tointeger(3.0) == 3 and math.tointeger(3.5) == nil)
assert(math.max(3, 1.5, 7) == 7 and math.min(3, -1.5) == -1.5 and math.abs(math.mininteger) == math.mininteger and math.abs(-0.0) == 0.0)
assert(math.fmod(-7, 3) == -1 and math.fmod(7, -3) == 1 and math.fmod(5.5, 2) == 1.5 and not pcall(math.fmod, 1, 0) and select(2, math.modf(-3.75)) == -0.75)
assert(math.ult(1, -1) and not math.ult(-1, 1) and math.sqrt(144) == 12.0 and math.log(8, 2) == 3.0 and math.log(100, 10) == 2.0 and math.exp(0) == 1.0)
assert(math.abs(math.sin(math.pi / 6) - 0.5) < 1e-12 and math.abs(math.cos(math.pi)) == 1.0 and math.abs(math.atan(1, -1) - 3 * math.pi / 4) < 1e-12)
math.randomseed(123)
local r1, r2, r3 = math.random(), math.random(10), math.random(-5, 5)
math.randomseed(123)
assert(r1 == math.random() and r2 == math.random(10) and r3 == math.random(-5, 5) and r1 >= 0 and r1 < 1 and r2 >= 1 and r2 <= 10)
assert(not pcall(math.random, 2, 1) and math.type(math.random(0)) == "integer")

-- Some numbers worth computing.
local function gcd(a, b) while b ~= 0 do a, b = b, a % b end return a end
local function power(base, exponent, modulus)
  local result = 1
  base = base % modulus
  while exponent > 0 do
    if exponent & 1 == 1 then result = result * base % modulus end
    base, exponent = base * base % modulus, exponent >> 1
  end
  return result
end
assert(gcd(1071, 462) == 21 and power(3, 200, 1000007) == power(9, 100, 1000007))
local digits, carry = { 1 }, 0
for n = 2, 50 do
  for i = 1, #digits do carry = digits[i] * n + carry; digits[i] = carry % 10; carry = carry // 10 end
  while carry > 0 do digits[#digits + 1] = carry % 10; carry = carry // 10 end
end
local factorial = table.concat(digits):reverse()
assert(factorial:sub(1, 12) == "304140932017" and #factorial == 65)
local function integrate(f, a, b, n) local h, s = (b - a) / n, 0.0; for i = 0, n - 1 do s = s + f(a + (i + 0.5) * h) end return s * h end
local x = 1.0
for _ = 1, 8 do x = x - (x * x - 2) / (2 * x) end
print("arithmetic", factorial, ("%.9f %.12f"):format(integrate(function(v) return v * v end, 0, 3, 2000), x), power(7, 123456789, 998244353))
