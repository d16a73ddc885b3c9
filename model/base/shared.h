// SPDX-License-Identifier: Apache-2.0
// A value that many hold and nobody changes: copying it costs a pointer. Reads like the value itself.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace plimsoll {

template <class T>
class Shared {
public:
    Shared() = default; // T{}
    // NOLINTNEXTLINE(google-explicit-constructor): a value is shared by assigning it
    Shared(T value) : m_value(std::make_shared<T>(std::move(value))) {}

    [[nodiscard]] const T& operator*() const {
        static const T none{};
        return m_value ? *m_value : none;
    }
    [[nodiscard]] const T* operator->() const { return &**this; }
    // NOLINTNEXTLINE(google-explicit-constructor)
    operator const T&() const { return **this; }

    /// The very same value: nothing in it has changed.
    [[nodiscard]] bool sameAs(const Shared& other) const { return m_value == other.m_value; }
    /// To be changed before it is given on; those who hold the former value keep that.
    [[nodiscard]] T& edit() {
        if (!m_value || m_value.use_count() != 1) {
            m_value = std::make_shared<T>(**this);
        }
        return *m_value;
    }

private:
    std::shared_ptr<T> m_value; // null: T{}
};

/// Rows of a table.
template <class T>
class SharedRows : public Shared<std::vector<T>> {
public:
    using Shared<std::vector<T>>::Shared;
    using value_type = T;
    [[nodiscard]] auto begin() const { return (**this).begin(); }
    [[nodiscard]] auto end() const { return (**this).end(); }
    [[nodiscard]] std::size_t size() const { return (**this).size(); }
    [[nodiscard]] bool empty() const { return (**this).empty(); }
    [[nodiscard]] const T& operator[](std::size_t at) const { return (**this)[at]; }
    [[nodiscard]] const T& at(std::size_t at) const { return (**this).at(at); }
    [[nodiscard]] const T& front() const { return (**this).front(); }
    [[nodiscard]] const T& back() const { return (**this).back(); }
    friend bool operator==(const SharedRows& a, const SharedRows& b) { return a.sameAs(b) || *a == *b; }
};

} // namespace plimsoll
