/** Five hundred keystrokes as somebody makes them: a program is typed, mistyped, moved in, taken back. The same every time. */

const LINE = /[^\n]*$/;

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

/** The keystrokes line by line, each with the text and the place of the cursor that it leaves in an editor that helps nowhere. */
export function stretches() {
  const found = [];
  let sheet = { before: "", after: "" };
  let keys = [];
  for (const [index, key] of keystrokes().entries()) {
    sheet = pressed(sheet, key);
    keys.push(key);
    if (key === "Enter" || keys.length === 11 || index === keystrokes().length - 1) {
      const { before, after } = sheet;
      found.push({ keys, text: before + after, line: before.split("\n").length, column: LINE.exec(before)[0].length + 1 });
      keys = [];
    }
  }
  return found;
}

/** What stands before the cursor and behind it, after one more key. */
function pressed({ before, after }, key) {
  const [line] = LINE.exec(before);
  const rest = after.split("\n", 1)[0];
  const all = before + after;
  const at = (place) => ({ before: all.slice(0, place), after: all.slice(place) });
  const down = Math.min(before.length + rest.length + 1, all.length);
  switch (key) {
    case "Backspace":
      return { before: before.slice(0, -1), after };
    case "Delete":
      return { before, after: after.slice(1) };
    case "ArrowLeft":
      return at(before.length - 1);
    case "ArrowRight":
      return at(before.length + 1);
    case "ArrowUp": // The cursor is then moved to the end of the line, as it is after ArrowDown.
      return at(before.length - line.length - 1);
    case "ArrowDown":
      return at(down);
    case "End":
      return at(before.length + rest.length);
    case "Control+Home":
      return at(0);
    default:
      return { before: before + ({ Enter: "\n", Space: " " }[key] ?? key), after };
  }
}
