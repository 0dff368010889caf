// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Small helpers around the DOM. Whatever comes from people or the server becomes text, never HTML.

/**
 * element("button", {type: "button", class: "main", onclick: save}, icon("check"), "Save"):
 * functions become listeners, true an empty attribute; false, null and undefined leave things out.
 */
export function element(tag, attributes, ...children) {
    const node = document.createElement(tag);
    setAttributes(node, attributes ?? {});
    node.append(...children.flat().filter((child) => isThere(child)));
    return node;
}

/** The same for the insides of an <svg>. */
export function svgElement(tag, attributes, ...children) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    setAttributes(node, attributes ?? {});
    node.append(...children);
    return node;
}

function setAttributes(node, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === "function")
            node.addEventListener(name.slice(2), value);
        else if (isThere(value))
            node.setAttribute(name, value === true ? "" : value);
    }
}

function isThere(value) {
    return value !== null && value !== undefined && value !== false;
}

/** A picture of icons.svg, for the eye only. */
export function icon(name) {
    return svgElement("svg", {class: "icon", "aria-hidden": "true"},
        svgElement("use", {href: `#icon-${name}`}));
}

/** The pictures become part of the page, so that they are there without a network, too. */
async function loadIcons() {
    const response = await fetch("/assets/icons.svg");
    const pictures = new DOMParser().parseFromString(await response.text(), "image/svg+xml");
    document.body.append(svgElement("svg", {class: "unseen", "aria-hidden": "true"},
        ...pictures.querySelectorAll("symbol")));
}

loadIcons().catch((error) => console.warn(error));

export function byId(id) {
    return document.getElementById(id);
}

/** The part of `node` that was made with data-part="NAME". */
export function part(node, name) {
    return node.querySelector(`[data-part="${name}"]`);
}

/** Touches the text only if it differs, so that selections stay and nothing is read out twice. */
export function setText(node, text) {
    if (node.textContent !== text)
        node.textContent = text;
}

/**
 * Makes `parent` hold one node for each item, in their order. Those whose key is known are kept
 * and updated in place, so that focus, scrolling and what is being typed stay.
 */
export function patchList(parent, items, keyOf, make, update = () => {}) {
    const focused = document.activeElement;
    const known = new Map([...parent.children].map((node) => [node.dataset.key, node]));
    let previous = null;
    for (const item of items) {
        const key = String(keyOf(item));
        const node = known.get(key) ?? make(item);
        known.delete(key);
        node.dataset.key = key;
        update(node, item);
        const place = previous ? previous.nextElementSibling : parent.firstElementChild;
        if (place !== node)
            parent.insertBefore(node, place);
        previous = node;
    }
    for (const node of known.values())
        node.remove();
    if (focused !== document.activeElement && parent.contains(focused))
        focused.focus({preventScroll: true});
}

/** Calls `work` once `wait` ms have passed without another call. */
export function settled(wait, work) {
    let timer = 0;
    return (...values) => {
        clearTimeout(timer);
        timer = setTimeout(() => work(...values), wait);
    };
}

/**
 * Runs `action` when `node`, a button or a form, is clicked or submitted: not again before it is
 * done, nor for the further clicks of a double click. Returns `node`.
 */
export function onlyOnce(node, action) {
    let isRunning = false;
    node.addEventListener(node.localName === "form" ? "submit" : "click", async (event) => {
        event.preventDefault();
        if (isRunning || event.detail > 1)
            return;
        isRunning = true;
        node.setAttribute("aria-busy", "true");
        try {
            await action(event);
        } finally {
            isRunning = false;
            node.removeAttribute("aria-busy");
        }
    });
    return node;
}

// Once the first click of a double click has closed what it met, the second would meet what lay
// below: nobody meant that.
let clicked = null;

document.addEventListener("click", (event) => {
    if (event.detail <= 1) {
        clicked = event.target;
    } else if (clicked?.isConnected === false) {
        event.preventDefault();
        event.stopPropagation();
    }
}, {capture: true});
