// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <new>

namespace plimsoll {

namespace {

/// Half of a hash is enough, and a name costs 16 bytes less.
std::uint32_t hashOf(std::string_view value) noexcept {
    const auto hash = static_cast<std::uint64_t>(std::hash<std::string_view>{}(value));
    return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

} // namespace

Text::Text(std::string_view value) {
    if (value.empty()) {
        return;
    }
    value = value.substr(0, std::numeric_limits<std::uint32_t>::max()); // no API object holds 4 GB
    void* memory = ::operator new(sizeof(Rep) + value.size());          // the characters follow the header
    m_rep = new (memory) Rep;
    m_rep->hash = hashOf(value);
    m_rep->size = static_cast<std::uint32_t>(value.size());
    std::memcpy(m_rep->chars(), value.data(), value.size());
}

void Text::release() noexcept {
    m_rep->~Rep();
    ::operator delete(m_rep);
}

std::size_t Text::hash() const noexcept {
    return m_rep == nullptr ? hashOf({}) : m_rep->hash;
}

bool Text::unshared() const noexcept {
    return m_rep != nullptr && m_rep->references.load(std::memory_order_acquire) == 1;
}

/// The slot that holds the value, or the empty one where it belongs.
std::size_t TextPool::slotOf(std::string_view value, std::uint32_t hash) const noexcept {
    const std::size_t mask = m_slots.size() - 1; // a power of two
    std::size_t at = hash & mask;
    while (!m_slots[at].empty() && (m_slots[at].hash() != hash || m_slots[at].view() != value)) {
        at = (at + 1) & mask;
    }
    return at;
}

Text TextPool::intern(std::string_view value) {
    if (value.empty()) {
        return {};
    }
    const auto hash = hashOf(value);
    if (!m_slots.empty()) {
        if (const auto& held = m_slots[slotOf(value, hash)]; !held.empty()) {
            return held;
        }
    }
    if ((m_size + 1) * 4 > m_slots.size() * 3) {
        sweep();
        if ((m_size + 1) * 2 > m_slots.size()) {
            fill(std::max<std::size_t>(smallest, m_slots.size() * 2));
        }
    }
    auto& slot = m_slots[slotOf(value, hash)];
    slot = Text(value);
    ++m_size;
    return slot;
}

/// All that is used, in so many slots.
void TextPool::fill(std::size_t slots) {
    std::vector<Text> old(slots);
    old.swap(m_slots);
    m_size = 0;
    for (auto& text : old) {
        // Only this thread can make a new reference from an unshared one, so the test cannot go stale.
        if (!text.empty() && !text.unshared()) {
            auto& slot = m_slots[slotOf(text.view(), static_cast<std::uint32_t>(text.hash()))];
            slot = std::move(text);
            ++m_size;
        }
    }
}

void TextPool::sweep() {
    if (!m_slots.empty()) {
        fill(m_slots.size());
    }
}

} // namespace plimsoll
