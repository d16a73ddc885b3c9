// SPDX-License-Identifier: Apache-2.0
// The objects of a kind, ordered by namespace and name. Each is immutable and shared by reference count, so a
// copy of a table costs a pointer an object: a copy is the state of a moment, which another thread may read
// while the original goes on changing, and two copies differ where their pointers do.
#pragma once

#include "base/text.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace plimsoll::cluster {

struct Key { // of an object, which holds the texts
    const Text& ns;
    const Text& name;
};
struct KeyView {
    std::string_view ns;
    std::string_view name;
};

/// One object, shared. Not std::shared_ptr, which takes 24 bytes more an object.
template <class T>
class Held {
public:
    explicit Held(T value) : m_rep(new Rep{{1}, std::move(value)}) {}
    Held(const Held& other) noexcept : m_rep(other.m_rep) {
        m_rep->references.fetch_add(1, std::memory_order_relaxed);
    }
    Held(Held&& other) noexcept : m_rep(std::exchange(other.m_rep, nullptr)) {}
    Held& operator=(Held other) noexcept {
        std::swap(m_rep, other.m_rep);
        return *this;
    }
    ~Held() {
        if (m_rep != nullptr && m_rep->references.fetch_sub(1, std::memory_order_acq_rel) == 1) {
            delete m_rep;
        }
    }
    [[nodiscard]] const T& operator*() const noexcept { return m_rep->value; }
    [[nodiscard]] const T* operator->() const noexcept { return &m_rep->value; }
    /// To be changed in place: a copy first where others hold it too.
    [[nodiscard]] T& edit() {
        if (m_rep->references.load(std::memory_order_acquire) != 1) {
            *this = Held(m_rep->value);
        }
        return m_rep->value;
    }

private:
    struct Rep {
        std::atomic<std::uint32_t> references;
        T value;
    };
    Rep* m_rep;
};

template <class T>
class Table {
    // Short rows, so that an object in the middle of many is put in without moving all that follow.
    static constexpr std::size_t longestRow = 512;
    using Row = std::vector<Held<T>>;
    using Rows = std::vector<Row>;

public:
    class Iterator {
    public:
        using value_type = std::pair<Key, const T&>;
        using reference = value_type;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag; // what it gives is made on the way
        struct pointer {
            value_type value;
            const value_type* operator->() const { return &value; }
        };

        Iterator() = default;
        Iterator(const Rows* rows, std::size_t row, std::size_t at) : m_rows(rows), m_row(row), m_at(at) {}
        [[nodiscard]] const Held<T>& held() const { return (*m_rows)[m_row][m_at]; }
        reference operator*() const { return {{held()->meta.ns, held()->meta.name}, *held()}; }
        pointer operator->() const { return {**this}; }
        Iterator& operator++() {
            if (++m_at == (*m_rows)[m_row].size()) {
                ++m_row;
                m_at = 0;
            }
            return *this;
        }
        Iterator operator++(int) {
            auto before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const Iterator& a, const Iterator& b) {
            return a.m_row == b.m_row && a.m_at == b.m_at;
        }

    private:
        friend class Table;
        const Rows* m_rows = nullptr;
        std::size_t m_row = 0;
        std::size_t m_at = 0;
    };
    using const_iterator = Iterator;

    [[nodiscard]] Iterator begin() const { return {&m_rows, 0, 0}; }
    [[nodiscard]] Iterator end() const { return {&m_rows, m_rows.size(), 0}; }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }

    /// The first object that does not come before the key.
    [[nodiscard]] Iterator lower_bound(KeyView key) const {
        return first([key](const T& object) { return keyOf(object) < tupleOf(key); });
    }
    /// The first object that comes after the key.
    [[nodiscard]] Iterator upper_bound(KeyView key) const {
        return first([key](const T& object) { return keyOf(object) <= tupleOf(key); });
    }
    [[nodiscard]] Iterator find(KeyView key) const {
        const auto at = lower_bound(key);
        return at != end() && keyOf(*at.held()) == tupleOf(key) ? at : end();
    }
    [[nodiscard]] bool contains(KeyView key) const { return find(key) != end(); }

    /// Puts an object in that is not there yet.
    void insert(T object) {
        ++m_size;
        auto at = lower_bound({object.meta.ns, object.meta.name});
        Held<T> held(std::move(object));
        if (at.m_at == 0 && at.m_row > 0) { // behind the row before, so that objects that come in order
            at = {&m_rows, at.m_row - 1, m_rows[at.m_row - 1].size()}; // fill each row to its end
        }
        if (at.m_row == m_rows.size()) {
            m_rows.emplace_back();
        } else if (m_rows[at.m_row].size() == longestRow) {
            at = split(at);
        }
        auto& row = m_rows[at.m_row];
        row.insert(row.begin() + static_cast<std::ptrdiff_t>(at.m_at), std::move(held));
    }
    [[nodiscard]] T& edit(Iterator at) { return m_rows[at.m_row][at.m_at].edit(); }
    void replace(Iterator at, T object) { m_rows[at.m_row][at.m_at] = Held<T>(std::move(object)); }
    void erase(Iterator at) {
        --m_size;
        auto& row = m_rows[at.m_row];
        row.erase(row.begin() + static_cast<std::ptrdiff_t>(at.m_at));
        if (row.empty()) {
            m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(at.m_row));
        }
    }

private:
    using KeyTuple = std::tuple<std::string_view, std::string_view>;
    static KeyTuple tupleOf(KeyView key) { return {key.ns, key.name}; }
    static KeyTuple keyOf(const T& object) { return {object.meta.ns, object.meta.name}; }

    template <class Before>
    [[nodiscard]] Iterator first(const Before& before) const {
        const auto row = std::partition_point(m_rows.begin(), m_rows.end(),
                                              [&](const Row& r) { return before(*r.back()); });
        if (row == m_rows.end()) {
            return end();
        }
        const auto at =
            std::partition_point(row->begin(), row->end(), [&](const Held<T>& h) { return before(*h); });
        return {&m_rows, static_cast<std::size_t>(row - m_rows.begin()),
                static_cast<std::size_t>(at - row->begin())};
    }
    /// A full row in two, and where the place is then. One that is added to at its end stays as it is.
    Iterator split(Iterator at) {
        const auto next = m_rows.begin() + static_cast<std::ptrdiff_t>(at.m_row) + 1;
        if (at.m_at == longestRow) {
            m_rows.insert(next, Row());
            return {&m_rows, at.m_row + 1, 0};
        }
        auto& full = m_rows[at.m_row];
        constexpr auto half = longestRow / 2;
        const auto middle = full.begin() + static_cast<std::ptrdiff_t>(half);
        Row second(std::make_move_iterator(middle), std::make_move_iterator(full.end()));
        full.erase(middle, full.end());
        m_rows.insert(next, std::move(second));
        return at.m_at <= half ? at : Iterator{&m_rows, at.m_row + 1, at.m_at - half};
    }

    Rows m_rows; // none is empty
    std::size_t m_size = 0;
};

} // namespace plimsoll::cluster
