// SPDX-License-Identifier: Apache-2.0
// An immutable string of 8 bytes a handle, shared by reference count, safe to pass between threads.
// Names, namespaces and labels repeat thousands of times in a cluster; a TextPool stores each once.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace plimsoll {

class Text {
public:
    Text() noexcept = default;
    explicit Text(std::string_view value);
    Text(const Text& other) noexcept;
    Text(Text&& other) noexcept : m_rep(other.m_rep) { other.m_rep = nullptr; }
    Text& operator=(Text other) noexcept {
        std::swap(m_rep, other.m_rep);
        return *this;
    }
    ~Text();

    [[nodiscard]] std::string_view view() const noexcept;
    // NOLINTNEXTLINE(google-explicit-constructor): a Text is read as a string_view everywhere
    operator std::string_view() const noexcept { return view(); }
    [[nodiscard]] std::string str() const { return std::string(view()); }
    [[nodiscard]] bool empty() const noexcept { return m_rep == nullptr; }
    [[nodiscard]] std::size_t hash() const noexcept;

    friend bool operator==(const Text& a, const Text& b) noexcept {
        return a.m_rep == b.m_rep || a.view() == b.view();
    }
    friend bool operator==(const Text& a, std::string_view b) noexcept { return a.view() == b; }
    friend std::strong_ordering operator<=>(const Text& a, const Text& b) noexcept {
        return a.m_rep == b.m_rep ? std::strong_ordering::equal : a.view() <=> b.view();
    }
    friend std::strong_ordering operator<=>(const Text& a, std::string_view b) noexcept {
        return a.view() <=> b;
    }

private:
    friend class TextPool;
    struct Rep;
    [[nodiscard]] bool unshared() const noexcept; // only the pool still holds it
    Rep* m_rep = nullptr;                         // null is the empty string
};

/// Gives equal strings the same Text. Belongs to one thread; the Texts that it gives out do not.
class TextPool {
public:
    [[nodiscard]] Text intern(std::string_view value);
    /// Forgets strings that nobody else holds. Called by itself as the pool grows.
    void sweep();
    [[nodiscard]] std::size_t size() const noexcept { return m_texts.size(); }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(const Text& t) const noexcept { return t.hash(); }
        std::size_t operator()(std::string_view s) const noexcept { return std::hash<std::string_view>{}(s); }
    };
    struct Equal {
        using is_transparent = void;
        bool operator()(std::string_view a, std::string_view b) const noexcept { return a == b; }
    };
    std::unordered_set<Text, Hash, Equal> m_texts;
    std::size_t m_sweepAt = 4096;
};

} // namespace plimsoll

template <>
struct std::hash<plimsoll::Text> {
    std::size_t operator()(const plimsoll::Text& t) const noexcept { return t.hash(); }
};
