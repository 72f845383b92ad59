/** The document of the console: everything in it is made by `main.ts`. Addresses are relative, so that it is the same page behind a gateway. */
export const CONSOLE_HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Mortise console</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%230f766e'/%3E%3Cpath d='M8 9h16v5h-5v9h-6v-9H8z' fill='white'/%3E%3C/svg%3E">
<link rel="stylesheet" href="page/console.css">
<script type="module" src="page/main.js"></script>
</head>
<body>
<noscript>The console needs JavaScript. All that it does is also at <code>/_mortise/api/</code>.</noscript>
</body>
</html>
`;
