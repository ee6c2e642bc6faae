-- The garbage collector: weak tables, finalisers, resurrection, both modes, ephemerons, much garbage of every kind.

local function collect() collectgarbage(); collectgarbage() end

-- Weak keys, values, both.
local values, keys = setmetatable({}, { __mode = "v" }), setmetatable({}, { __mode = "k" })
local kept = {}
values.kept, values.lost, values.number, values.text = kept, {}, 5, "text"
keys[kept], keys[{}] = "kept", "lost"
collect()
assert(values.kept == kept and values.lost == nil and values.number == 5 and values.text == "text")
local entries = 0
for _ in pairs(keys) do entries = entries + 1 end
assert(entries == 1 and keys[kept] == "kept")

-- An ephemeron: a value that refers to its own key keeps nothing alive.
local ephemerons = setmetatable({}, { __mode = "k" })
for i = 1, 100 do local key = {}; ephemerons[key] = { back = key, i } end
local chainKey = {}
local first = chainKey
for _ = 1, 20 do local nextKey = {}; ephemerons[chainKey] = nextKey; chainKey = nextKey end
chainKey = nil
collect()
entries = 0
for _ in pairs(ephemerons) do entries = entries + 1 end
assert(entries == 20 and first)

-- Finalisers: in reverse order of marking, once, with resurrection, errors are warnings only.
local finalised = {}
local function withFinaliser(name) return setmetatable({ name = name }, { __gc = function(o) finalised[#finalised + 1] = o.name end }) end
for i = 1, 5 do withFinaliser("f" .. i) end
collect()
assert(table.concat(finalised, " ") == "f5 f4 f3 f2 f1")
local risen
setmetatable({ alive = true }, { __gc = function(o) risen = o end })
collect()
assert(risen and risen.alive)
risen = nil
collect()
assert(risen == nil)
setmetatable({}, { __gc = function() error("in a finaliser") end })
collect()

-- Strings, closures, userdata, threads as garbage, in each mode.
for _, mode in ipairs({ "incremental", "generational", "incremental" }) do
  collectgarbage(mode)
  local survivors = {}
  for i = 1, 4000 do
    local text = ("garbage "):rep(i % 7) .. i
    local t = { text, i, { i } }
    local f = function() return t, text end
    local co = coroutine.create(f)
    if i % 100 == 0 then survivors[#survivors + 1] = { f, co, text } end
    if i % 500 == 0 then collectgarbage("step", 100) end
  end
  collect()
  for index, s in ipairs(survivors) do
    local t, text = s[1]()
    assert(t[2] == index * 100 and text == s[3] and select(2, coroutine.resume(s[2])) == t)
  end
end

-- Cycles, linked lists, a tree; the counters.
local before = collectgarbage("count")
do
  local list
  for i = 1, 20000 do list = { next = list, value = i } end
  list.first = list
  local function tree(depth) if depth == 0 then return {} end local l, r = tree(depth - 1), tree(depth - 1); local n = { l, r }; l.up, r.up = n, n; return n end
  tree(11)
  assert(collectgarbage("count") > before + 500)
end
collect()
assert(collectgarbage("count") < before + 500)
collectgarbage("stop")
assert(not collectgarbage("isrunning"))
collectgarbage("restart")
assert(collectgarbage("isrunning") and collectgarbage("setpause", 150) > 0 and collectgarbage("setstepmul", 200) > 0)
assert(collectgarbage("step") ~= nil and not pcall(collectgarbage, "unknown"))

-- A cache of weak values, filled again and again.
local cache, made = setmetatable({}, { __mode = "v" }), 0
local function cached(n) local o = cache[n]; if not o then made = made + 1; o = { n }; cache[n] = o end return o end
local hold = {}
for round = 1, 3 do
  for i = 1, 100 do hold[i] = i % 10 == 0 and cached(i) or nil; cached(i) end
  collect()
end
assert(made == 100 + 2 * 90)
print("memory", table.concat(finalised, " "), entries, made)
