-- Tables: array and hash part, length, next, sort, move, concat, pack; deletion while iterating; large ones.

local t = { 1, 2, 3, nil, 5, x = "a", [10] = "ten", ["key with space"] = true, [1.5] = "float", [-1] = "minus" }
assert(t[1] == 1 and t[5] == 5 and t.x == "a" and t[10] == "ten" and t["key with space"] and t[1.5] == "float" and t[-1] == "minus")
t[2.0] = "two"
assert(t[2] == "two" and t[2^53] == nil and rawlen({ 1, 2 }) == 2 and rawequal(t, t))
assert(not pcall(function() t[nil] = 1 end) and not pcall(function() t[0 / 0] = 1 end) and t[nil] == nil)

-- Growth, shrinking, reuse of slots.
local grown = {}
for i = 1, 5000 do grown[i] = i end
for i = 5000, 1, -2 do grown[i] = nil end
local odd, sum = 0, 0
for _, value in pairs(grown) do odd, sum = odd + 1, sum + value end
assert(odd == 2500 and sum == 6250000)
for i = 2, 5000, 2 do grown[i] = -i end
assert(#grown == 5000)
local hash = {}
for i = 1, 2000 do hash["k" .. i] = i end
for key, value in pairs(hash) do if value % 3 == 0 then hash[key] = nil end end
local left = 0
for _ in pairs(hash) do left = left + 1 end
assert(left == 1334 and next({}) == nil and next({ 7 }) == 1 and not pcall(next, {}, "none"))

-- insert, remove, move, concat, pack, unpack.
local list = {}
for i = 1, 10 do table.insert(list, 1, i) end
assert(table.concat(list, " ") == "10 9 8 7 6 5 4 3 2 1" and table.remove(list) == 1 and table.remove(list, 1) == 10 and #list == 8)
table.insert(list, 4, "in")
assert(list[4] == "in" and table.remove(list, 4) == "in" and table.remove({}) == nil and not pcall(table.insert, list, 20, 1))
assert(table.concat(table.move({ 1, 2, 3 }, 1, 3, 2), ",") == "1,1,2,3" and table.concat(table.move({ 1, 2, 3 }, 2, 3, 1), ",") == "2,3,3")
assert(table.concat({ 1, 2.5, "x" }, "-", 2, 3) == "2.5-x" and table.concat({}) == "" and not pcall(table.concat, { {} }))
local packed = table.pack(1, nil, 3, nil)
assert(packed.n == 4 and select("#", table.unpack(packed, 1, packed.n)) == 4 and table.unpack({ 1, 2, 3 }, 3) == 3)

-- sort: order, comparison, many equal elements, errors, an invalid order.
local seed = 42
local function random(n) seed = (seed * 1103515245 + 12345) % 2147483648; return seed % n + 1 end
for _, size in ipairs({ 0, 1, 2, 3, 10, 100, 1000, 5000 }) do
  local values, check = {}, 0
  for i = 1, size do values[i] = random(size); check = check + values[i] end
  table.sort(values)
  for i = 2, size do assert(values[i - 1] <= values[i]) end
  table.sort(values, function(a, b) return a > b end)
  for i = 2, size do assert(values[i - 1] >= values[i]) end
  for i = 1, size do check = check - values[i] end
  assert(check == 0)
end
local people = { { "Bo", 30 }, { "Al", 25 }, { "Cy", 30 }, { "Di", 25 } }
table.sort(people, function(a, b) if a[2] ~= b[2] then return a[2] < b[2] end return a[1] < b[1] end)
assert(people[1][1] == "Al" and people[2][1] == "Di" and people[3][1] == "Bo" and people[4][1] == "Cy")
assert(not pcall(table.sort, { 1, "x", 2 }) and not pcall(table.sort, { 3, 1, 2 }, 5))

-- Data structures.
local function heapPush(heap, v)
  heap[#heap + 1] = v
  local i = #heap
  while i > 1 and heap[i // 2] > heap[i] do heap[i // 2], heap[i] = heap[i], heap[i // 2]; i = i // 2 end
end
local function heapPop(heap)
  local top = heap[1]
  heap[1] = heap[#heap]
  heap[#heap] = nil
  local i = 1
  while true do
    local least, l, r = i, 2 * i, 2 * i + 1
    if l <= #heap and heap[l] < heap[least] then least = l end
    if r <= #heap and heap[r] < heap[least] then least = r end
    if least == i then return top end
    heap[i], heap[least] = heap[least], heap[i]
    i = least
  end
end
local heap, last = {}, 0
for _ = 1, 500 do heapPush(heap, random(10000)) end
while #heap > 0 do local v = heapPop(heap); assert(v >= last); last = v end
local function queens(n, row, columns, up, down)
  if row > n then return 1 end
  local found = 0
  for c = 1, n do
    if not (columns[c] or up[row + c] or down[row - c]) then
      columns[c], up[row + c], down[row - c] = true, true, true
      found = found + queens(n, row + 1, columns, up, down)
      columns[c], up[row + c], down[row - c] = nil, nil, nil
    end
  end
  return found
end
assert(queens(6, 1, {}, {}, {}) == 4 and queens(7, 1, {}, {}, {}) == 40)
local function deepEqual(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for k, v in pairs(a) do if not deepEqual(v, b[k]) then return false end end
  for k in pairs(b) do if a[k] == nil then return false end end
  return true
end
assert(deepEqual({ 1, { x = { 2 } } }, { 1, { x = { 2 } } }) and not deepEqual({ 1, { x = { 2 } } }, { 1, { x = { 3 } } }))
print("tables", sum, left, last, queens(5, 1, {}, {}, {}))
