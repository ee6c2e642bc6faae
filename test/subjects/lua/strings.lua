-- The string library: patterns, formats, packing, UTF-8, conversions.

-- find, match, captures, anchors, classes, sets, repetition, balance, frontier, back references.
assert(("hello world"):find("o w") == 5 and ("hello"):find("l", 1, true) == 3 and ("a.b"):find(".", 1, true) == 2)
assert(("hello"):find("xyz") == nil and (""):find("") == 1 and ("abc"):find("", 10) == nil and ("abc"):find("c", -1) == 3)
local from, to, key, value = ("name = value"):find("^(%w+)%s*=%s*(%w+)$")
assert(from == 1 and to == 12 and key == "name" and value == "value")
assert(("2024-01-31"):match("(%d+)-(%d+)-(%d+)") == "2024")
assert(("f(a(b)c)d"):match("%b()") == "(a(b)c)")
assert(("THE (quick) fox"):find("%f[%a]%a+%f[%A]") == 1)
assert(("say \"hi\" and 'ho'"):match("([\"'])(.-)%1") == '"')
assert(("abc"):match("()b()") == 2 and select(2, ("abc"):match("()b()")) == 3)
assert(("[[x]]"):match("^%[%[(.*)%]%]$") == "x" and ("a-b_c"):match("^[%w_-]+$") == "a-b_c" and ("]"):match("[]]") == "]")
assert(("aaa"):match("a-") == "" and ("aaab"):match("a-b") == "aaab" and ("aaa"):match("^a?a?a?a?$") == "aaa")
assert(("\0a\0b"):match("%z(%a)%z") == "a" and ("tab\tend"):match("%c") == "\t" and ("x1"):match("%x%X?") == "1")
for _, bad in ipairs({ "[a", "%", "(a", "a)", "%b", "%f", "(()" }) do assert(not pcall(string.match, "aaa", bad), bad) end
assert(not pcall(string.rep, "x", -1) or ("x"):rep(-1) == "")

-- gsub with a string, a table, a function; gmatch with anchors and positions.
assert(("hello world"):gsub("o", "0") == "hell0 w0rld" and select(2, ("hello world"):gsub("l", "L", 2)) == 2)
assert(("abc"):gsub("%w", "%0%0") == "aabbcc" and ("abc"):gsub("", "-") == "-a-b-c-")
assert(("$name is $age"):gsub("%$(%w+)", { name = "Ann", age = 7 }) == "Ann is 7")
assert(("3 4 x"):gsub("%d+", function(n) return n * n end) == "9 16 x" and ("keep"):gsub("e", function() end) == "keep")
assert(("hello"):gsub("(h)(e)", "%2%1") == "ehllo" and not pcall(string.gsub, "x", "x", "%2"))
local words = {}
for word, position in ("one two  three"):gmatch("(%a+)()") do words[#words + 1] = word .. position end
assert(table.concat(words, ",") == "one4,two8,three15")

-- sub, byte, char, rep, reverse, case, comparison.
assert(("hello"):sub(2, -2) == "ell" and ("hello"):sub(-3) == "llo" and ("hello"):sub(4, 2) == "" and ("hi"):sub(-100, 100) == "hi")
assert(("A"):byte() == 65 and select("#", ("hello"):byte(1, -1)) == 5 and string.char(72, 105) == "Hi" and string.char() == "")
assert(("ab"):rep(3, "-") == "ab-ab-ab" and ("x"):rep(0) == "" and #("ab"):rep(1000) == 2000 and ("abc"):reverse() == "cba")
assert(("MiXed"):upper() == "MIXED" and ("MiXed"):lower() == "mixed" and #"\0\0" == 2)
assert("a" < "b" and "a" < "aa" and "Z" < "a" and "a\0b" > "a\0a" and not ("" > "") and "10" < "9")

-- format, every conversion.
local lines = {
  ("%d|%5d|%-5d|%05d|%+d"):format(42, 42, 42, 42, 42), ("%x|%X|%#x|%o"):format(255, 255, 255, 8),
  ("%f|%.2f|%10.3f|%-10.1f|"):format(3.14159, 3.14159, 3.14159, 3.14159), ("%e|%.3E|%g|%G"):format(12345.678, 0.00012, 1e20, 1e-10),
  ("%a|%.1a"):format(1.0, 0.5), ("%s|%10s|%-10s|%.2s|"):format("text", "right", "left", "cut"), ("%q"):format('a "quoted"\n\0line\\'),
  ("%q|%q|%q"):format(1 / 3, math.mininteger, 255), ("%c%c%c"):format(76, 117, 97), ("%i|%u"):format(-7, 7), ("100%%"):format(),
  ("%s %s %s"):format(nil, true, 1.0), ("%.14g|%.17g"):format(0.1, 0.1), ("%5.1f|%5s"):format(-0.05, "é"),
}
print(table.concat(lines, "\n"))
for _, bad in ipairs({ "%y", "%d", "%10.123f", "%" }) do assert(not pcall(string.format, bad, "x"), bad) end
assert(load("return " .. ("%q"):format(0.1))() == 0.1 and load("return " .. ("%q"):format("\r\n\t\0001"))() == "\r\n\t\0001")

-- tostring and tonumber.
assert(tostring(1e15) == "1e+15" and tostring(2^53) == "9.007199254741e+15" and tostring(-0.0) == "-0.0" and tostring(1e100) == "1e+100")
assert(tostring(3) == "3" and tostring(3.0) == "3.0" and 10 .. "" == "10" and 1.5 .. "|" == "1.5|")
assert(tonumber("0x1p4") == 16.0 and tonumber("  12  ") == 12 and tonumber("1e1") == 10.0 and tonumber("0x") == nil)
assert(tonumber("10", 2) == 2 and tonumber("zz", 36) == 1295 and tonumber("8", 8) == nil and tonumber("-ff", 16) == -255)
assert(tonumber("") == nil and tonumber("1 2") == nil and tonumber("0x7fffffffffffffff") == math.maxinteger)
assert(math.type(tonumber("9223372036854775808")) == "float" and "10" + 5 == 15 and "0x10" * "2" == 32)

-- pack and unpack.
local packed = string.pack("<i1 >i2 =I4 <i8 f d z s1 s4", -1, 258, 70000, -5, 0.5, -0.25, "zero", "one", "four")
local i1, i2, u4, i8, f, d, z, s1, s4, nextPosition = string.unpack("<i1 >i2 =I4 <i8 f d z s1 s4", packed)
assert(i1 == -1 and i2 == 258 and u4 == 70000 and i8 == -5 and f == 0.5 and d == -0.25 and z == "zero" and s1 == "one" and s4 == "four")
assert(nextPosition == #packed + 1 and string.packsize("<!4 i1 i4 i2") == 10 and string.pack(">I3", 0x010203) == "\1\2\3")
assert(string.unpack("<I2", "\1\2\3\4", 3) == 0x0403 and not pcall(string.pack, "i1", 200) and not pcall(string.unpack, "i4", "abc"))
assert(string.pack("<i16", -2):byte(16) == 255 and string.unpack("<i16", string.pack("<i16", -2)) == -2)

-- UTF-8.
local text = "aé€😀"
assert(utf8.len(text) == 4 and #text == 10 and utf8.char(97, 233, 8364, 128512) == text and utf8.codepoint(text, 2) == 233)
local points = {}
for position, code in utf8.codes(text) do points[#points + 1] = position .. ":" .. code end
assert(table.concat(points, " ") == "1:97 2:233 4:8364 7:128512")
assert(utf8.offset(text, 3) == 4 and utf8.offset(text, -1) == 7 and select(2, utf8.len("a\xff")) == 2)
assert(not pcall(utf8.codepoint, "\xff") and utf8.len("\u{7FFFFFFF}", 1, -1, true) == 1 and "\u{48}\x49\z
  \74" == "HIJ")
local count = 0
for _ in text:gmatch(utf8.charpattern) do count = count + 1 end
assert(count == 4)

print("strings", #packed, #text, lines[1])
