/** Everything that is tested in a real VS Code: one VS Code and one browser, one window after the other. */

import "./journeys.mjs";
import "./interpreters.mjs";
import "./host.mjs";
