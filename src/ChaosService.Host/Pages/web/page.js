// The start of every page's script.
import { listen } from './actions.js';
import { refresh } from './live.js';
import { keepMoments } from './moments.js';
import { offerThemes } from './themes.js';

listen(refresh);
keepMoments();
offerThemes();
