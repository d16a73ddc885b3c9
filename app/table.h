// SPDX-License-Identifier: Apache-2.0
// Text in columns for people, as kubectl prints it: three spaces between, no lines, widths in characters.
#pragma once

#include <string>
#include <vector>

namespace plimsoll::app {

class Table {
public:
    explicit Table(std::vector<std::string> header) : m_rows{std::move(header)} {}
    void add(std::vector<std::string> row) { m_rows.push_back(std::move(row)); }
    /// Columns of numbers stand at the right.
    void alignRight(std::size_t column) { m_right.push_back(column); }
    [[nodiscard]] std::string text() const;

private:
    std::vector<std::vector<std::string>> m_rows;
    std::vector<std::size_t> m_right;
};

} // namespace plimsoll::app
