"""allele serve: the Mutation Server Protocol, as an editor speaks it."""

import json
import os
import signal
import socket
import subprocess
import unittest

from Driver import ALLELE, DriverTest, IDS


class Client:
    """Of a server that writes to `output` and reads from `input`; both are files of bytes."""

    def __init__(self, input, output):
        self.input = input
        self.output = output
        self.last = 0
        self.notifications = []

    def raw(self, content, header=None):
        self.input.write((header or f"Content-Length: {len(content)}\r\n\r\n").encode() + content)
        self.input.flush()

    def read(self):
        length = None
        while (line := self.output.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode().partition(":")
            if name == "Content-Length":
                length = int(value)
        return None if length is None else json.loads(self.output.read(length))

    def call(self, method, **params):
        """The whole response; what is notified before it is kept."""
        self.last += 1
        self.raw(json.dumps({"jsonrpc": "2.0", "id": self.last, "method": method, "params": params}).encode())
        while "id" not in (message := self.read()):
            self.notifications.append(message)
        assert message["jsonrpc"] == "2.0" and message["id"] == self.last, message
        return message


class ServeTest(DriverTest):
    SITES = ("survive", "exitCode", "wait", "crash")

    def start(self, *words, channel=("stdio",)):
        self.server = subprocess.Popen([ALLELE, "serve", *channel, "--", *words], cwd=self.work, env=self.environment,
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.end)
        return Client(self.server.stdin, self.server.stdout)

    def end(self):
        self.server.stdin.close()
        try:
            self.server.wait(30)
        finally:
            self.server.kill()
            self.server.wait()
            self.server.stdout.close()
            self.server.stderr.close()

    def mutants(self, files):
        """Id to what is said of the mutant."""
        return {mutant["id"]: mutant for file in files.values() for mutant in file["mutants"]}

    def test_what_is_discovered_is_run_and_told_of_while_it_goes_on(self):
        client = self.start("./Verdicts", *self.SITES)
        self.assertRegex(client.call("configure")["result"]["version"], r"^\d+\.\d+$")
        found = client.call("discover")["result"]["files"]
        self.assertEqual(len(found), 1)
        mutants = self.mutants(found)
        self.assertEqual(set(mutants), set(IDS.values()))
        survive = mutants[IDS["survive"]]
        self.assertEqual(survive["location"], {"start": {"line": 1, "column": 16}, "end": {"line": 1, "column": 21}})
        self.assertTrue(survive["mutatorName"])
        self.assertEqual(survive["replacement"], "true")

        result = client.call("mutationTest")["result"]["files"]
        tested = self.mutants(result)
        self.assertEqual(set(tested), set(mutants))
        statuses = {site: tested[IDS[site]]["status"] for site in (*self.SITES, "spin")}
        self.assertEqual(statuses, {"survive": "Survived", "exitCode": "Killed", "wait": "Timeout", "crash": "Killed", "spin": "NoCoverage"})
        self.assertEqual(tested[IDS["exitCode"]]["killedBy"], ["./Verdicts survive exitCode wait crash"])
        self.assertEqual(tested[IDS["exitCode"]]["statusReason"], "exit code: 3")
        self.assertEqual(tested[IDS["survive"]]["coveredBy"], ["./Verdicts survive exitCode wait crash"])
        for mutant, said in tested.items():
            self.assertEqual({key: said[key] for key in mutants[mutant]}, mutants[mutant])
        # All that was told before the end is in the result, and each once.
        told = [mutant for message in client.notifications for mutant in self.mutants(message["params"]["files"]).values()]
        self.assertEqual({message["method"] for message in client.notifications}, {"reportMutationTestProgress"})
        self.assertIn(IDS["survive"], [mutant["id"] for mutant in told])
        self.assertEqual(len(told), len({mutant["id"] for mutant in told}))
        for mutant in told:
            self.assertEqual(tested[mutant["id"]], mutant)
        # The user's own results aren't touched, and nothing is left.
        self.assertFalse((self.work / "allele.out").exists())
        self.assertEqual(list(self.scratch.iterdir()), [])

    def test_mutants_and_ranges_choose(self):
        client = self.start("./Verdicts", *self.SITES)
        everything = client.call("discover")["result"]["files"]
        (name,) = everything
        line = {mutant["id"]: mutant["location"]["start"]["line"] for mutant in everything[name]["mutants"]}

        def found(**files):
            return set(self.mutants(client.call("discover", files=[files])["result"]["files"]))

        first = {mutant for mutant in line if line[mutant] <= 2}
        position = lambda line: {"line": line, "column": 1}  # noqa: E731
        self.assertEqual(found(path=name), set(line))
        self.assertEqual(found(path=str(self.work / name)), set(line))
        self.assertEqual(found(path=os.path.dirname(name) + "/" if "/" in name else "./"), set(line))
        self.assertEqual(found(path=name, range={"start": position(1), "end": position(3)}), first)
        folder = os.path.dirname(name)
        for directory in (folder, folder + "/.", os.path.relpath(folder, self.work), os.path.dirname(folder), "/"):
            self.assertEqual(found(path=directory), set(line), directory)
        self.assertEqual(found(path="."), set())
        self.assertEqual(found(path=folder[:-1]), set())
        survive = everything[name]["mutants"][0]
        for column in (survive["location"]["start"]["column"], survive["location"]["end"]["column"] - 1):
            cursor = {"line": survive["location"]["start"]["line"], "column": column}
            self.assertEqual(found(path=name, range={"start": cursor, "end": cursor}), {survive["id"]})
        self.assertEqual(found(path="none.cpp"), set())
        self.assertEqual(client.call("discover", files=[])["result"]["files"], {})

        only = {name: {"mutants": [mutant for mutant in everything[name]["mutants"] if mutant["id"] == IDS["exitCode"]]}}
        self.assertEqual({mutant: said["status"] for mutant, said in
                          self.mutants(client.call("mutationTest", mutants=only)["result"]["files"]).items()}, {IDS["exitCode"]: "Killed"})
        tested = client.call("mutationTest", files=[{"path": name, "range": {"start": position(1), "end": position(3)}}])
        self.assertEqual(set(self.mutants(tested["result"]["files"])), first)
        self.assertEqual(client.call("mutationTest", files=[{"path": "none.cpp"}])["result"]["files"], {})

    def test_a_failing_suite_and_wrong_requests_are_errors_that_the_server_survives(self):
        client = self.start("./Verdicts", *self.SITES)
        (self.work / "Verdicts").rename(self.work / "Gone")
        error = client.call("discover")["error"]
        self.assertEqual(error["code"], -32603)
        self.assertIn("./Verdicts", error["message"])
        (self.work / "Gone").rename(self.work / "Verdicts")
        self.assertEqual(client.call("launch")["error"]["code"], -32601)
        self.assertEqual(client.call("discover", files=[{}])["error"]["code"], -32602)
        self.assertEqual(client.call("discover", files="x")["error"]["code"], -32602)
        self.assertEqual(client.call("configure", configFilePath="none.yml")["error"]["code"], -32602)
        deep = b"[" * 100_000 + b"]" * 100_000
        for content, code in ((b'{"jsonrpc":"2.0","method":"discover","id":' + deep + b"}", -32600),
                              (b'{"jsonrpc":"2.0","method":"discover","id":[1]}', -32600), (b"{", -32700), (b"[]", -32600), (b'{"id":1}', -32600)):
            client.raw(content)
            self.assertEqual(client.read()["error"]["code"], code)
        client.raw(b'{"jsonrpc":"2.0","method":"discover"}')  # a notification has no answer
        self.assertIn("result", client.call("discover"))
        client.raw(b"", header="Nonsense: 1\r\n\r\n")
        self.assertEqual(client.read()["error"]["code"], -32700)
        self.assertEqual(self.server.wait(30), 1)

    def test_tests_that_fail_without_a_mutant_are_an_error(self):
        (self.work / "litter").touch()
        client = self.start("./Verdicts", "litter")
        error = client.call("mutationTest")["error"]
        self.assertEqual(error["code"], -32603)
        self.assertIn("exit code 6", error["message"])
        self.assertEqual(self.mutants(client.call("discover")["result"]["files"]).keys(), set(IDS.values()))

    def test_what_the_configuration_leaves_out_is_not_offered(self):
        (self.work / "other.yml").write_text("lines: [Subject.cpp:1-3]\n")
        client = self.start("./Verdicts", *self.SITES)
        self.assertIn("result", client.call("configure", configFilePath="other.yml"))
        found = client.call("discover")["result"]["files"]
        self.assertEqual(len(self.mutants(found)), 3)
        self.assertEqual(self.mutants(client.call("mutationTest", mutants=found)["result"]["files"]).keys(), self.mutants(found).keys())

    def test_a_signal_ends_it_while_it_waits_for_the_client(self):
        client = self.start("./Verdicts", *self.SITES)
        client.call("configure")
        self.server.send_signal(signal.SIGINT)
        self.assertEqual(self.server.wait(30), 0)

    def test_what_a_script_starts_is_not_known(self):
        client = self.start(self.script("script", "./Verdicts\n"))
        self.assertIn("a script", client.call("discover")["error"]["message"])

    def test_a_client_that_goes_away_ends_the_run(self):
        client = self.start("./Verdicts", "survive", "spin", "wait")
        client.raw(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "mutationTest"}).encode())
        while "reportMutationTestProgress" not in str(client.read()):
            pass
        self.server.stdin.close()
        self.assertEqual(self.server.wait(30), 0)
        self.assertEqual(self.processes_left(), [])
        self.assertEqual(list(self.scratch.iterdir()), [])

    def test_a_socket_serves_one_client_after_the_other(self):
        with socket.create_server(("localhost", 0)) as taken:
            port = taken.getsockname()[1]
            done = self.allele("serve", "socket", "--port", str(port), "--", "./Verdicts", code=1)
            self.assertRegex(done.err, rf"localhost:{port} can't be listened on: .*--port")
        self.start("./Verdicts", "survive", channel=("socket", "--port", str(port)))
        self.assertIn(b"listens on", self.server.stderr.readline())
        for _ in range(2):
            with socket.create_connection(("localhost", port), 30) as connection, connection.makefile("rwb") as stream:
                client = Client(stream, stream)
                self.assertEqual(len(self.mutants(client.call("discover")["result"]["files"])), len(IDS))
        self.server.send_signal(signal.SIGTERM)
        self.assertEqual(self.server.wait(30), 0)

    def test_the_command_line_is_checked(self):
        for words, said in ((["serve", "--", "./Verdicts"], "stdio or socket"), (["serve", "pipe", "--", "./Verdicts"], "stdio or socket"),
                            (["serve", "stdio"], "PROGRAM is missing"), (["serve", "stdio", "--exec", "true"], "name the program"), (["serve", "socket", "--", "./Verdicts"], "--port must be"),
                            (["serve", "stdio", "--port", "1", "--", "./Verdicts"], "for `allele serve socket`")):
            self.assertIn(said, self.allele(*words, code=1).err)


if __name__ == "__main__":
    unittest.main()
