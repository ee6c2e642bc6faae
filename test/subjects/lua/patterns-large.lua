-- Text work in bulk: tokeniser, template, CSV, word counts, buffers that grow past every small-string limit.

local function tokenise(source)
  local tokens, position = {}, 1
  local kinds = { { "space", "^%s+" }, { "number", "^%d+%.?%d*" }, { "name", "^[%a_][%w_]*" }, { "string", '^"[^"]*"' },
    { "operator", "^[-+*/%%=<>~^#(){}%[%];:,.]" } }
  while position <= #source do
    local matched
    for _, kind in ipairs(kinds) do
      local _, stop = source:find(kind[2], position)
      if stop then
        if kind[1] ~= "space" then tokens[#tokens + 1] = { kind[1], source:sub(position, stop) } end
        position, matched = stop + 1, true
        break
      end
    end
    if not matched then error("cannot read '" .. source:sub(position, position) .. "' at " .. position, 0) end
  end
  return tokens
end

-- A calculator on top of it, by precedence climbing.
local precedence = { ["+"] = { 1, 2 }, ["-"] = { 1, 2 }, ["*"] = { 3, 4 }, ["/"] = { 3, 4 }, ["%"] = { 3, 4 }, ["^"] = { 8, 7 } }
local operations = {
  ["+"] = function(a, b) return a + b end, ["-"] = function(a, b) return a - b end, ["*"] = function(a, b) return a * b end,
  ["/"] = function(a, b) return a / b end, ["%"] = function(a, b) return a % b end, ["^"] = function(a, b) return a ^ b end,
}
local function evaluate(text)
  local tokens, at = tokenise(text), 1
  local expression
  local function primary()
    local token = tokens[at]
    at = at + 1
    if not token then error("unexpected end", 0) end
    if token[2] == "(" then
      local v = expression(0)
      assert(tokens[at] and tokens[at][2] == ")", "missing )")
      at = at + 1
      return v
    elseif token[2] == "-" then return -expression(5) end
    return tonumber(token[2]) or error("not a number: " .. token[2], 0)
  end
  function expression(least)
    local left = primary()
    while tokens[at] and precedence[tokens[at][2]] and precedence[tokens[at][2]][1] >= least do
      local operator = tokens[at][2]
      at = at + 1
      left = operations[operator](left, expression(precedence[operator][2]))
    end
    return left
  end
  local v = expression(0)
  if tokens[at] then error("left over: " .. tokens[at][2], 0) end
  return v
end
for text, expected in pairs({ ["1 + 2 * 3"] = 7, ["(1+2)*3"] = 9, ["2^3^2"] = 512.0, ["10 - 4 - 3"] = 3, ["-2^2"] = -4.0, ["7 % 4 * 2"] = 6, ["1/4"] = 0.25 }) do
  assert(evaluate(text) == expected, text)
end
for text, expected in pairs({ ["1 +"] = "unexpected end", ["1 2"] = "left over: 2", ["x"] = "not a number: x", ["1 ! 2"] = "cannot read '!' at 3" }) do
  local ok, message = pcall(evaluate, text)
  assert(not ok and message == expected, message)
end

-- CSV with quotes, there and back.
local function parseCsv(line)
  local fields = {}
  line = line .. ","
  local position = 1
  while position <= #line do
    if line:sub(position, position) == '"' then
      local field, stop = "", position
      repeat
        local _, last, part = line:find('^([^"]*)"', stop + 1)
        field, stop = field .. part, last
        local doubled = line:sub(stop + 1, stop + 1) == '"'
        if doubled then field = field .. '"'; stop = stop + 1 end
      until not doubled
      fields[#fields + 1] = field
      position = line:find(",", stop, true) + 1
    else
      local comma = line:find(",", position, true)
      fields[#fields + 1] = line:sub(position, comma - 1)
      position = comma + 1
    end
  end
  return fields
end
local function toCsv(fields)
  local out = {}
  for i, field in ipairs(fields) do out[i] = field:find('[",]') and '"' .. field:gsub('"', '""') .. '"' or field end
  return table.concat(out, ",")
end
local row = { "plain", "with, comma", 'with "quotes"', "", "last" }
assert(toCsv(parseCsv(toCsv(row))) == toCsv(row) and parseCsv(toCsv(row))[3] == 'with "quotes"' and #parseCsv("a,,b") == 3)

-- Bulk.
local lorem = ("The quick brown fox jumps over the lazy dog. "):rep(400)
local counts, order = {}, {}
for word in lorem:lower():gmatch("%a+") do
  if not counts[word] then counts[word] = 0; order[#order + 1] = word end
  counts[word] = counts[word] + 1
end
table.sort(order, function(x, y) return counts[x] > counts[y] or counts[x] == counts[y] and x < y end)
assert(order[1] == "the" and counts.the == 800 and #order == 8)
local big = {}
for i = 1, 3000 do big[i] = ("%08x"):format(i * 2654435761 % 4294967296) end
local joined = table.concat(big)
assert(#joined == 24000 and select(2, joined:gsub("%x%x", "")) == 12000)
local hash = 5381
for i = 1, #joined do hash = (hash * 33 ~ joined:byte(i)) & 0xffffffff end
local long = ("a"):rep(70000) .. "b"
assert(long:find("b", 1, true) == 70001 and long:match("a+b") == long and #long:gsub("a", "cc") == 140001)
print("patterns", hash, toCsv(row), evaluate("2 * (3 + 4) ^ 2"))
