// SPDX-License-Identifier: Apache-2.0
#include "layout/pack.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace plimsoll::layout {
namespace {

constexpr double tallColumn = 1800; // about two screens: above it a group gets more columns
constexpr int widthTrials = 24;

struct Step { // of the skyline: from x on, everything above y is taken
    double x = 0;
    double y = 0;
};

class Skyline {
public:
    explicit Skyline(double width) : m_width(width), m_steps{{0, 0}} {}

    Point put(Size size) {
        if (const auto hole = fillHole(size)) {
            return *hole;
        }
        std::size_t best = 0;
        double bestY = std::numeric_limits<double>::max();
        for (std::size_t i = 0; i < m_steps.size(); ++i) {
            if (i > 0 && m_steps[i].x + size.width > m_width) {
                break;
            }
            const double y = restingY(i, size.width);
            if (y < bestY) {
                best = i;
                bestY = y;
            }
        }
        const Point corner{m_steps[best].x, bestY};
        raise(best, corner.x + size.width, bestY, size.height);
        return corner;
    }

private:
    [[nodiscard]] double restingY(std::size_t first, double width) const {
        const double right = m_steps[first].x + width;
        double y = 0;
        for (std::size_t i = first; i < m_steps.size() && m_steps[i].x < right; ++i) {
            y = std::max(y, m_steps[i].y);
        }
        return y;
    }
    /// Something wide that came to rest on something high has left room beside that.
    std::optional<Point> fillHole(Size size) {
        for (auto& hole : m_holes) {
            if (size.width <= hole.width && size.height <= hole.height) {
                const Box used = hole;
                hole = {used.x, used.y + size.height, used.width, used.height - size.height};
                m_holes.push_back({used.x + size.width, used.y, used.width - size.width, size.height});
                return Point{used.x, used.y};
            }
        }
        return std::nullopt;
    }
    void raise(std::size_t first, double right, double bottom, double height) {
        double after = m_steps[first].y;
        std::size_t last = first;
        while (last < m_steps.size() && m_steps[last].x < right) {
            const double end = last + 1 < m_steps.size() ? std::min(m_steps[last + 1].x, right) : right;
            after = m_steps[last].y;
            if (after < bottom) {
                m_holes.push_back({m_steps[last].x, after, end - m_steps[last].x, bottom - after});
            }
            ++last;
        }
        const bool ends = last < m_steps.size() && m_steps[last].x <= right;
        const double x = m_steps[first].x;
        const auto at = static_cast<std::ptrdiff_t>(first);
        m_steps.erase(m_steps.begin() + at, m_steps.begin() + static_cast<std::ptrdiff_t>(last));
        m_steps.insert(m_steps.begin() + at, {x, bottom + height});
        if (!ends) {
            m_steps.insert(m_steps.begin() + at + 1, {right, after});
        }
    }

    double m_width;
    std::vector<Step> m_steps;
    std::vector<Box> m_holes;
};

Sheet packInto(const std::vector<Size>& sizes, double gap, double width) {
    Sheet sheet;
    Skyline skyline(width + gap);
    for (const auto& size : sizes) {
        const Point corner = skyline.put({size.width + gap, size.height + gap});
        sheet.corners.push_back(corner);
        sheet.width = std::max(sheet.width, corner.x + size.width);
        sheet.height = std::max(sheet.height, corner.y + size.height);
    }
    return sheet;
}

} // namespace

Columns packColumns(const std::vector<Size>& sizes, double gap, double columnGap) {
    double total = 0;
    double widest = 1;
    for (const auto& size : sizes) {
        total += size.height + gap;
        widest = std::max(widest, size.width);
    }
    const int wanted =
        total <= tallColumn ? 1 : std::max(2, static_cast<int>(std::lround(std::sqrt(total / widest))));
    const double target = total / wanted;

    Columns result;
    double left = 0;
    double top = 0;
    double columnWidth = 0;
    int column = 0;
    for (const auto& size : sizes) {
        if (top > 0 && column + 1 < wanted && top + size.height / 2 > target) {
            left += columnWidth + columnGap;
            top = 0;
            columnWidth = 0;
            ++column;
        }
        result.corners.push_back({left, top});
        result.column.push_back(column);
        columnWidth = std::max(columnWidth, size.width);
        result.width = std::max(result.width, left + size.width);
        result.height = std::max(result.height, top + size.height);
        top += size.height + gap;
    }
    result.count = sizes.empty() ? 0 : column + 1;
    return result;
}

Sheet packSheet(const std::vector<Size>& sizes, double gap, double aspect, Size beside) {
    double widest = 0;
    double area = 0;
    double all = 0;
    for (const auto& size : sizes) {
        widest = std::max(widest, size.width);
        area += (size.width + gap) * (size.height + gap);
        all += size.width + gap;
    }
    const double usual = std::sqrt(area * aspect);
    Sheet best;
    double bestSide = std::numeric_limits<double>::max();
    double lastWidth = -1;
    for (int trial = 0; trial < widthTrials; ++trial) {
        const double width =
            std::clamp(usual * (0.5 + 1.5 * trial / widthTrials), widest, std::max(widest, all));
        if (width == lastWidth) {
            continue;
        }
        lastWidth = width;
        Sheet sheet = packInto(sizes, gap, width);
        const double side =
            std::max((sheet.width + beside.width) / aspect, std::max(sheet.height, beside.height));
        if (side < bestSide) {
            bestSide = side;
            best = std::move(sheet);
        }
    }
    return best;
}

} // namespace plimsoll::layout
