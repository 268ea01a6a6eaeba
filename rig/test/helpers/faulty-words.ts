// A program that says something else than docs/programs.md, and ends with its standard input.
process.stdout.write('Hello!\n{"event":"ready","port":"eighty"}\n');
process.stdin.resume();
