// SPDX-License-Identifier: Apache-2.0
// Each context has a colour of its own, so that nobody changes production thinking that it is staging.
#pragma once

#include "theme/theme.h"

namespace plimsoll::views {

/// The same for the same name on every machine and in every run; never near red, which means alarm, nor the
/// amber of the reserve. At least 3:1 on the theme's ground.
[[nodiscard]] QColor contextColour(const QString& name, bool dark);

} // namespace plimsoll::views
