/** The script inside the graph panel: zoom, and a message to the extension when a box is chosen. */

declare function acquireVsCodeApi(): { postMessage(message: { id: string }): void };

const STEP = 1.25;
/** Text is not drawn smaller than this at first; what does not fit is scrolled to. */
const READABLE = 0.7;
const editor = acquireVsCodeApi();
const picture = document.querySelector("svg");

if (picture) {
  const whole = picture.viewBox.baseVal;
  const [width, height] = [whole.width, whole.height];
  let scale = Math.max(READABLE, Math.min(1, (window.innerWidth - 24) / width));
  const draw = () => {
    picture.setAttribute("width", String(width * scale));
    picture.setAttribute("height", String(height * scale));
  };
  const zoom = (factor: number) => {
    scale = Math.min(8, Math.max(0.1, scale * factor));
    draw();
  };
  const fit = () => {
    scale = Math.min((window.innerWidth - 24) / width, (window.innerHeight - 110) / height, 2);
    draw();
  };
  draw();
  picture.querySelector(".root")?.scrollIntoView({ block: "nearest", inline: "center" });
  document.getElementById("in")?.addEventListener("click", () => zoom(STEP));
  document.getElementById("out")?.addEventListener("click", () => zoom(1 / STEP));
  document.getElementById("fit")?.addEventListener("click", fit);
  document.addEventListener("wheel", (event) => zoomByWheel(event, zoom), { passive: false });
  document.addEventListener("keydown", (event) => {
    if (event.key === "+" || event.key === "-") {
      zoom(event.key === "+" ? STEP : 1 / STEP);
    } else if (event.key === "Enter") {
      choose(event.target);
    }
  });
  picture.addEventListener("click", (event) => choose(event.target));
}

function zoomByWheel(event: WheelEvent, zoom: (factor: number) => void): void {
  if (event.ctrlKey) {
    event.preventDefault();
    zoom(event.deltaY < 0 ? STEP : 1 / STEP);
  }
}

function choose(target: EventTarget | null): void {
  const id = target instanceof Element ? target.closest("[data-id]")?.getAttribute("data-id") : undefined;
  if (id) {
    editor.postMessage({ id });
  }
}
