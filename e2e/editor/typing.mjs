/** Five hundred keystrokes as somebody makes them: a program is typed, mistyped, moved in, taken back. The same every time. */

const PROGRAM = `import torch

x = torch.randn(10)
w = torch.randn(10, requires_grad=True)
b = torch.randn(1, requires_grad=True)

hidden = (x * w).detach()
output = hidden + b
loss = output.sum()
loss.backward()
print(output.grad)
print(w.grad)
with torch.no_grad():
    other = w * 2
other.sum().backward()
`;

/** Keys as the browser names them. */
export function keystrokes() {
  const keys = [];
  let random = 7;
  for (const character of PROGRAM) {
    random = (random * 1103515245 + 12345) % 2147483648;
    if (random % 17 === 0) {
      keys.push("x", "Backspace");
    }
    if (random % 41 === 0) {
      keys.push("ArrowLeft", "ArrowRight");
    }
    keys.push(character === "\n" ? "Enter" : character === " " ? "Space" : character);
  }
  keys.push("ArrowUp", "End", "q", "(", "Backspace", "Backspace", "Control+Home", "#", "Delete", "Backspace", "i");
  const turn = ["ArrowDown", "ArrowDown", "End", "Space", "+", "Space", "1", "Backspace", "Backspace", "Backspace", "Backspace"];
  while (keys.length < 500) {
    keys.push(...turn);
  }
  return keys;
}
