// Draws, and says so as a figure does.
const field = /** @type {HTMLTextAreaElement} */ (document.querySelector('textarea'));
const word = /** @type {HTMLElement} */ (document.querySelector('p'));
const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('canvas'));
const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
let drawn = 0;

function draw() {
  context.fillStyle = drawn++ % 2 ? '#440154' : '#21918c';
  context.fillRect(0, 0, canvas.width, canvas.height);
  word.textContent = field.value;
}

draw();
document.body.dispatchEvent(new CustomEvent('load', { bubbles: true }));
field.addEventListener('input', () => {
  draw();
  document.body.dispatchEvent(new CustomEvent('change', { bubbles: true }));
});
