// Reads calls, a line each, and prints their outcomes.

while let line = readLine() {
  print(Call.outcome(of: line))
}
