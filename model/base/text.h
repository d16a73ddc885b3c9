// SPDX-License-Identifier: Apache-2.0
// An immutable string of 8 bytes a handle, shared by reference count, safe to pass between threads.
// Names, namespaces and labels repeat thousands of times in a cluster; a TextPool stores each once.
#pragma once

#include <atomic>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll {

class Text {
public:
    Text() noexcept = default;
    explicit Text(std::string_view value);
    Text(const Text& other) noexcept : m_rep(other.m_rep) {
        if (m_rep != nullptr) {
            m_rep->references.fetch_add(1, std::memory_order_relaxed);
        }
    }
    Text(Text&& other) noexcept : m_rep(other.m_rep) { other.m_rep = nullptr; }
    Text& operator=(Text other) noexcept {
        std::swap(m_rep, other.m_rep);
        return *this;
    }
    ~Text() {
        if (m_rep != nullptr && m_rep->references.fetch_sub(1, std::memory_order_acq_rel) == 1) {
            release();
        }
    }

    [[nodiscard]] std::string_view view() const noexcept {
        return m_rep == nullptr ? std::string_view{} : std::string_view(m_rep->chars(), m_rep->size);
    }
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
    struct Rep {
        std::atomic<std::uint32_t> references{1};
        std::uint32_t hash = 0;
        std::uint32_t size = 0;

        [[nodiscard]] char* chars() noexcept { return reinterpret_cast<char*>(this + 1); }
        [[nodiscard]] const char* chars() const noexcept { return reinterpret_cast<const char*>(this + 1); }
    };
    void release() noexcept;
    [[nodiscard]] bool unshared() const noexcept; // only the pool still holds it
    Rep* m_rep = nullptr;                         // null is the empty string
};

/// Gives equal strings the same Text. Belongs to one thread; the Texts that it gives out do not.
class TextPool {
public:
    [[nodiscard]] Text intern(std::string_view value);
    /// Forgets strings that nobody else holds. Called by itself as the pool grows.
    void sweep();
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }

private:
    [[nodiscard]] std::size_t slotOf(std::string_view value, std::uint32_t hash) const noexcept;
    void fill(std::size_t slots);

    // Open addressing: 8 bytes a slot, where the nodes of a std::unordered_set cost 40 a text.
    static constexpr std::size_t smallest = 4096;
    std::vector<Text> m_slots;
    std::size_t m_size = 0;
};

} // namespace plimsoll

template <>
struct std::hash<plimsoll::Text> {
    std::size_t operator()(const plimsoll::Text& t) const noexcept { return t.hash(); }
};
