"""`allele operators`, and that docs/operators.md is what it prints."""

import json
import os
import unittest
from pathlib import Path

from Driver import DriverTest


class OperatorsTest(DriverTest):
    def catalogue(self, *words):
        return json.loads(self.allele("operators", "--json", *words).out)

    def ids(self, *words):
        return [entry["id"] for family in self.catalogue(*words)["families"] for entry in family["operators"]]

    def test_the_catalogue_has_levels_families_and_rules(self):
        catalogue = self.catalogue()
        self.assertIn("default", [level["id"] for level in catalogue["levels"]])
        self.assertIn("add-to-sub", self.ids())
        self.assertIn("destructors", [rule["id"] for rule in catalogue["rules"]])
        levels = {level["id"] for level in catalogue["levels"]}
        for family in catalogue["families"]:
            self.assertTrue(family["title"])
            for entry in family["operators"]:
                self.assertIn(entry["level"], levels)
                self.assertTrue(entry["description"], entry["id"])

    def test_the_overview_names_every_operator_and_rule_once(self):
        lines = [line.split()[0] for line in self.allele("operators").out.splitlines() if line.startswith("    ")]
        rules = [rule["id"] for rule in self.catalogue()["rules"]]
        self.assertEqual(sorted(lines), sorted(self.ids() + rules))

    def test_operators_are_chosen_by_level_and_by_name(self):
        self.assertEqual(self.ids("--rules"), [])
        self.assertEqual(self.ids("add-to-sub"), ["add-to-sub"])
        chosen = self.catalogue("--level", "default")
        self.assertEqual({entry["level"] for family in chosen["families"] for entry in family["operators"]}, {"default"})
        self.assertEqual(chosen["rules"], [])
        self.assertEqual(self.ids("--level", "default"), self.ids("default"))
        self.assertNotIn("add-to-sub", self.allele("operators", "--rules").out)
        self.assertNotIn("destructors", self.allele("operators", "--level", "default").out)

    def test_a_page_tells_level_description_and_how_to_turn_it_off(self):
        page = self.allele("operators", "add-to-sub").out
        for part in ("`a + b` becomes `a - b`", "level default", "operators: [default, -add-to-sub]",
                     "ALLELE_OPTIONS='{operators: [default, -add-to-sub]}'"):
            self.assertIn(part, page)
        self.assertIn("rules: [-destructors]", self.allele("operators", "destructors").out)
        self.assertIn("operators: [default, strong]", self.allele("operators", "strong").out)
        both = self.allele("operators", "sub-to-add", "add-to-sub").out
        self.assertLess(both.index("sub-to-add"), both.index("add-to-sub"))

    def test_every_name_has_a_page(self):
        catalogue = self.catalogue()
        names = self.ids() + [entry["id"] for kind in ("levels", "rules") for entry in catalogue[kind]]
        self.assertEqual(len(names), len(set(names)))
        page = self.allele("operators", *names).out
        for name in names:
            self.assertIn(name, page)

    def test_a_family_may_make_the_operators_of_others(self):
        titles = {family["title"] for family in self.catalogue()["families"]}
        for family in self.catalogue()["families"]:
            self.assertLessEqual(set(family["extends"]), titles)
            self.assertTrue(family["operators"] or family["extends"], family["title"])
        self.assertIn("Also made by: Overloaded operators", self.allele("operators", "eq-to-ne").out)
        self.assertNotIn("Also made by", self.allele("operators", "remove-call").out)
        self.assertIn("[Comparisons](#comparisons)", self.allele("operators", "--markdown").out)

    def test_names_that_there_are_not_are_errors_with_a_suggestion(self):
        self.assertIn("did you mean 'add-to-sub'", self.allele("operators", "add-to-sbu", code=1).err)
        self.assertIn("did you mean 'default'", self.allele("operators", "--level", "defualt", code=1).err)
        self.allele("operators", "--rules", "add-to-sub", code=1)
        self.allele("operators", "--json", "--markdown", code=1)

    def test_the_page_in_docs_is_what_the_command_prints(self):
        page = Path(os.environ["ALLELE_DOCS"], "operators.md").read_text(encoding="utf-8")
        self.assertEqual(self.allele("operators", "--markdown").out, page,
                         "docs/operators.md is out of date; make it by: build/bin/allele operators --markdown > docs/operators.md")
        for name in self.ids():
            self.assertIn(f'<a id="{name}"></a>', page)


if __name__ == "__main__":
    unittest.main()
