-- Varargs: empty, holes, many, through coroutines, pcall, tail calls and C functions.

local function count(...) return select("#", ...) end
local function pack(...) return { n = select("#", ...), ... } end
assert(count() == 0 and count(nil) == 1 and count(nil, nil) == 2 and count(table.unpack({}, 1, 250)) == 250)
local holes = pack(1, nil, 3, nil)
assert(holes.n == 4 and holes[1] == 1 and holes[2] == nil and holes[3] == 3)
assert(select(2, "a", "b", "c") == "b" and select(-1, "a", "b", "c") == "c" and select(-2, "a", "b", "c") == "b")
assert(not pcall(select, 0) and not pcall(select, -1) and count(select(5, 1, 2)) == 0)

local function sum(...)
  local total = 0
  for i = 1, select("#", ...) do total = total + (select(i, ...) or 0) end
  return total, ...
end
assert(sum(1, 2, nil, 4) == 7 and count(sum(1, 2, nil, 4)) == 5 and (sum()) == 0)
local function head(first, ...) return first, count(...) end
local function rest(_, ...) return ... end
assert(select(2, head(1, 2, 3)) == 2 and select(2, head()) == 0 and (rest(1, 2, 3)) == 2 and count(rest()) == 0)
local function append(value, ...) local list = pack(...); list[list.n + 1] = value; return table.unpack(list, 1, list.n + 1) end
local function reverse(...) if count(...) == 0 then return end return append((...), reverse(rest(...))) end
assert(table.concat({ reverse(1, 2, 3, 4) }, " ") == "4 3 2 1")

-- Fixed parameters, more and fewer arguments than parameters, methods.
local function fixed(a, b, c) return a, b, c end
assert(count(fixed()) == 3 and count(fixed(1, 2, 3, 4, 5)) == 3)
local object = { values = {} }
function object:add(...) for _, v in ipairs({ ... }) do self.values[#self.values + 1] = v end return self, ... end
object:add(1, 2):add():add(3)
assert(#object.values == 3 and count(object:add(7, 8)) == 3)

-- Forwarding through everything.
local function forward(f, ...) return f(...) end
assert(count(forward(pack, forward(fixed, 1, 2))) == 1 and forward(forward, forward, count, nil, nil) == 2)
assert(count(pcall(function(...) return ... end, 1, nil, 3, nil)) == 5)
local co = coroutine.wrap(function(...)
  local got = pack(...)
  while got.n > 0 do got = pack(coroutine.yield(got.n, table.unpack(got, 1, got.n))) end
  return "end"
end)
assert(count(co(1, nil, 3)) == 4 and count(co(nil)) == 2 and co() == "end")
local function tail(n, ...) if n == 0 then return ... end return tail(n - 1, n, ...) end
assert(count(tail(200)) == 200 and (tail(200)) == 1)
local function grow(n, ...) if n == 0 then return count(...) end return (grow(n - 1, n, ...)) end
assert(grow(150) == 150)
assert(string.char(string.byte(("varargs"):rep(20), 1, -1)) == ("varargs"):rep(20) and math.max(table.unpack(pack(3, 9, 4))) == 9)
assert(("%d %s %d"):format(table.unpack({ 1, "two", 3 })) == "1 two 3" and #table.pack(table.unpack({}, 1, 200)) >= 0)

-- In tables and as the last or a middle value; in the main chunk; with upvalues.
local function two() return "x", "y" end
assert(#{ two(), two() } == 3 and #{ (two()) } == 1 and #{ two(), nil } <= 2 and ({ [1] = "z", two() })[1] == "x")
local main = pack(...)
assert(main.n == 2 and main[1] == "one" and main[2] == "two")
local function bind(f, ...)
  local bound = pack(...)
  return function(...)
    local all = table.move({ ... }, 1, select("#", ...), bound.n + 1, table.pack(table.unpack(bound, 1, bound.n)))
    return f(table.unpack(all, 1, bound.n + select("#", ...)))
  end
end
assert(bind(count, 1, nil)(3) == 3 and bind(string.format, "%s-%s")("a", "b") == "a-b")
local function curry(f, n, ...)
  local given = pack(...)
  if given.n >= n then return f(...) end
  return function(...) local more = pack(...); local all = { table.unpack(given, 1, given.n) }
    for i = 1, more.n do all[given.n + i] = more[i] end
    return curry(f, n, table.unpack(all, 1, given.n + more.n)) end
end
assert(curry(function(a, b, c) return a * 100 + b * 10 + c end, 3)(1)(2)(3) == 123 and curry(math.max, 2, 5)(9, 7) == 9)

local widest = 0
for n = 0, 250, 25 do widest = math.max(widest, count(table.unpack({}, 1, n))) end
print("varargs", sum(1, 2, 3), widest, main[1], main[2])
