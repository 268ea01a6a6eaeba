// A program that never gets ready, and ends with its standard input.
process.stdin.resume();
