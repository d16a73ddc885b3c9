// SPDX-License-Identifier: Apache-2.0
// Rectangles side by side: parts in the columns of their group, groups on the sheet. Always in the order
// given.
#pragma once

#include "layout/layout.h"

#include <vector>

namespace plimsoll::layout {

struct Size {
    double width = 0;
    double height = 0;
};

struct Columns {
    std::vector<Point> corners;
    std::vector<int> column; // of each
    double width = 0;
    double height = 0;
    int count = 0;
};
/// Like text in a newspaper: down one column, then down the next. One column as long as it is not too tall.
[[nodiscard]] Columns packColumns(const std::vector<Size>& sizes, double gap, double columnGap);

struct Sheet {
    std::vector<Point> corners;
    double width = 0;
    double height = 0;
};
/// Each at the highest free place, then the leftmost; the width is chosen so that the sheet, fitted into a
/// window of that aspect, is shown as large as possible. `beside` is what stands left of the sheet.
[[nodiscard]] Sheet packSheet(const std::vector<Size>& sizes, double gap, double aspect, Size beside);

} // namespace plimsoll::layout
