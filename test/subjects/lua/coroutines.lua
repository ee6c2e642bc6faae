-- Coroutines: values both ways, generators, errors, wrap, status, yields across pcall, metamethods and iterators.

local trace = {}
local co = coroutine.create(function(a, b)
  trace[#trace + 1] = a + b
  local c = coroutine.yield(a * b)
  trace[#trace + 1] = c
  local d, e = coroutine.yield()
  trace[#trace + 1] = d .. e
  return "done", 99
end)
assert(coroutine.status(co) == "suspended")
assert(select(2, coroutine.resume(co, 3, 4)) == 12)
assert(select("#", coroutine.resume(co, "c")) == 1)
local ok, word, number = coroutine.resume(co, "d", "e")
assert(ok and word == "done" and number == 99 and coroutine.status(co) == "dead")
assert(table.concat(trace, " ") == "7 c de")
local again, message = coroutine.resume(co)
assert(not again and message == "cannot resume dead coroutine")

-- A generator of permutations.
local function permutations(items)
  local function generate(n)
    if n == 0 then coroutine.yield(table.concat(items)) return end
    for i = 1, n do
      items[i], items[n] = items[n], items[i]
      generate(n - 1)
      items[i], items[n] = items[n], items[i]
    end
  end
  return coroutine.wrap(function() generate(#items) end)
end
local all = {}
for permutation in permutations({ "a", "b", "c", "d" }) do all[#all + 1] = permutation end
table.sort(all)
assert(#all == 24 and all[1] == "abcd" and all[24] == "dcba")

-- A pipeline of producers, filters and consumers.
local function numbers(n) return coroutine.wrap(function() for i = 2, n do coroutine.yield(i) end end) end
local function without(p, source)
  return coroutine.wrap(function() for n in source do if n % p ~= 0 then coroutine.yield(n) end end end)
end
local primes, source = {}, numbers(60)
while true do
  local p = source()
  if not p then break end
  primes[#primes + 1] = p
  source = without(p, source)
end
assert(#primes == 17 and primes[17] == 59)

-- Errors inside, and yields across pcall, metamethods, sort's comparison (refused) and for iterators.
local failing = coroutine.create(function() local t = {}; coroutine.yield(1); return t.x.y end)
assert(coroutine.resume(failing))
local fine, why = coroutine.resume(failing)
assert(not fine and why:find("attempt to index a nil value %(field 'x'%)"))
local guarded = coroutine.wrap(function()
  local good, reason = pcall(function() coroutine.yield("inside pcall"); error({ code = 5 }) end)
  coroutine.yield(tostring(good) .. reason.code)
  local handled, text = xpcall(function() coroutine.yield("inside xpcall"); error("E", 0) end, function(m) return m .. "!" end)
  return tostring(handled) .. text
end)
assert(guarded() == "inside pcall" and guarded() == "false5" and guarded() == "inside xpcall" and guarded() == "falseE!")
local yielding = setmetatable({}, {
  __add = function(_, n) return coroutine.yield("add") + n end,
  __index = function(_, key) return coroutine.yield("index " .. key) end,
  __lt = function() return coroutine.yield("lt") end,
  __concat = function(_, s) return coroutine.yield("concat") .. s end,
  __call = function(_, ...) return coroutine.yield("call", ...) end,
})
local meta = coroutine.wrap(function()
  local sum, field, less = yielding + 5, yielding.name, yielding < yielding
  return sum, field, less, yielding .. "tail", (yielding(1, 2))
end)
assert(meta() == "add" and meta(10) == "index name" and meta("value") == "lt" and meta(false) == "concat")
local called, one, two = meta("head")
assert(called == "call" and one == 1 and two == 2)
local sum, field, less, text, result = meta("R")
assert(sum == 15 and field == "value" and less == false and text == "headtail" and result == "R")
assert(not coroutine.resume(coroutine.create(function() table.sort({ 3, 2, 1 }, function() coroutine.yield() end) end)))

-- Which one runs, closing a suspended one, wrapping an error.
local main, isMain = coroutine.running()
assert(isMain and not coroutine.isyieldable())
coroutine.wrap(function()
  local inner, innerIsMain = coroutine.running()
  assert(inner ~= main and not innerIsMain and coroutine.isyieldable() and coroutine.status(main) == "normal")
end)()
local closedBy
local open = coroutine.create(function()
  local resource <close> = setmetatable({}, { __close = function() closedBy = "close" end })
  coroutine.yield()
end)
coroutine.resume(open)
assert(coroutine.close(open) and closedBy == "close" and coroutine.status(open) == "dead")
assert(not pcall(coroutine.wrap(function() error("wrapped") end)))
assert(not pcall(coroutine.yield, 1))

-- Many at once, in turns.
local tasks, finished = {}, 0
for i = 1, 200 do
  tasks[i] = coroutine.create(function() local s = 0; for k = 1, i do s = s + k; coroutine.yield(s) end return -s end)
end
local total = 0
repeat
  local alive = false
  for i = 1, #tasks do
    if coroutine.status(tasks[i]) ~= "dead" then
      alive = true
      local _, value = coroutine.resume(tasks[i])
      if coroutine.status(tasks[i]) == "dead" then finished = finished + 1 end
      total = total + (value or 0)
    end
  end
until not alive
assert(finished == 200)
print("coroutines", #all, primes[#primes], total)
