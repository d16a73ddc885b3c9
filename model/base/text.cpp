// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <new>

namespace plimsoll {

struct Text::Rep {
    std::atomic<std::uint32_t> references{1};
    std::size_t hash = 0;
    std::size_t size = 0;

    [[nodiscard]] char* chars() noexcept { return reinterpret_cast<char*>(this + 1); }
    [[nodiscard]] const char* chars() const noexcept { return reinterpret_cast<const char*>(this + 1); }
};

Text::Text(std::string_view value) {
    if (value.empty()) {
        return;
    }
    void* memory = ::operator new(sizeof(Rep) + value.size()); // the characters follow the header
    m_rep = new (memory) Rep;
    m_rep->hash = std::hash<std::string_view>{}(value);
    m_rep->size = value.size();
    std::memcpy(m_rep->chars(), value.data(), value.size());
}

Text::Text(const Text& other) noexcept : m_rep(other.m_rep) {
    if (m_rep != nullptr) {
        m_rep->references.fetch_add(1, std::memory_order_relaxed);
    }
}

Text::~Text() {
    if (m_rep != nullptr && m_rep->references.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        m_rep->~Rep();
        ::operator delete(m_rep);
    }
}

std::string_view Text::view() const noexcept {
    return m_rep == nullptr ? std::string_view{} : std::string_view(m_rep->chars(), m_rep->size);
}

std::size_t Text::hash() const noexcept {
    return m_rep == nullptr ? std::hash<std::string_view>{}({}) : m_rep->hash;
}

bool Text::unshared() const noexcept {
    return m_rep != nullptr && m_rep->references.load(std::memory_order_acquire) == 1;
}

Text TextPool::intern(std::string_view value) {
    if (value.empty()) {
        return {};
    }
    if (const auto found = m_texts.find(value); found != m_texts.end()) {
        return *found;
    }
    if (m_texts.size() >= m_sweepAt) {
        sweep();
        m_sweepAt = std::max<std::size_t>(4096, m_texts.size() * 2);
    }
    return *m_texts.emplace(value).first;
}

void TextPool::sweep() {
    // Only this thread can make a new reference from an unshared one, so the test cannot go stale.
    std::erase_if(m_texts, [](const Text& t) { return t.unshared(); });
}

} // namespace plimsoll
