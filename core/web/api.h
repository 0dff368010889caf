// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

namespace keg::web {

class Router;
class Workplace;

// The routes, subject by subject. `workplace` outlives the router. Whatever the role of this
// machine:
void addMenuRoutes(Router &router, Workplace &workplace);
void addPageRoutes(Router &router, Workplace &workplace);
// Of a primary:
void addTapRoutes(Router &router, Workplace &workplace);
void addBeerRoutes(Router &router, Workplace &workplace);
void addFileRoutes(Router &router, Workplace &workplace);
void addDisplayRoutes(Router &router, Workplace &workplace);
void addAccountRoutes(Router &router, Workplace &workplace);
void addUserRoutes(Router &router, Workplace &workplace);
void addStatusRoutes(Router &router, Workplace &workplace);
void addSettingRoutes(Router &router, Workplace &workplace);

} // namespace keg::web
