// SPDX-License-Identifier: Apache-2.0
#include "dump/fields.h"

#include "dump/fields_tables.h"

#include <algorithm>
#include <cctype>
#include <deque>
#include <vector>

namespace plimsoll::dump {
namespace {

class Tables {
public:
    Tables() {
        for (const auto table : {configFields, extensionFields, typeFields}) {
            read(table);
        }
        for (const auto& [field, reference] : m_references) {
            const auto found = m_messages.find(reference);
            field->message = found == m_messages.end() ? nullptr : &found->second;
        }
        for (const auto& [name, message] : m_messages) {
            const auto [at, isNew] = m_bare.try_emplace(bareName(name), &message);
            if (!isNew) {
                at->second = nullptr; // of two packages: cannot be told apart
            }
        }
    }

    [[nodiscard]] const Message* find(std::string_view name) const {
        if (const auto found = m_messages.find(std::string(name)); found != m_messages.end()) {
            return &found->second;
        }
        if (!name.starts_with("envoy.")) {
            return nullptr;
        }
        const auto bare = m_bare.find(bareName(name));
        return bare == m_bare.end() ? nullptr : bare->second;
    }

private:
    static std::string bareName(std::string_view name) {
        return std::string(name.substr(name.rfind('.') + 1));
    }

    static std::string_view nextWord(std::string_view& line) {
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        const auto word = line.substr(0, line.find(' '));
        line.remove_prefix(word.size());
        return word;
    }

    void read(std::string_view table) {
        std::string package;
        Message* message = nullptr;
        while (!table.empty()) {
            auto line = table.substr(0, table.find('\n'));
            table.remove_prefix(std::min(line.size() + 1, table.size()));
            if (line.starts_with('[')) {
                package = line.substr(1, line.size() - 2);
                continue;
            }
            const bool plain = line.starts_with('=');
            if (plain) {
                line.remove_prefix(1);
            } else if (!line.starts_with(' ') && !line.empty()) {
                message = &m_messages[package + '.' + std::string(nextWord(line))];
            }
            for (auto word = nextWord(line); !word.empty(); word = nextWord(line)) {
                if (plain) {
                    m_messages[package + '.' + std::string(word)];
                } else {
                    add(*message, package, word);
                }
            }
        }
    }

    void add(Message& message, const std::string& package, std::string_view word) {
        const auto colon = word.find(':');
        const auto name = word.substr(0, colon);
        auto codes = word.substr(colon + 1);
        Field field;
        while (!codes.empty() && codes.front() != '>') {
            code(field, codes.front());
            codes.remove_prefix(1);
        }
        const auto camel = camelCase(name);
        for (const auto key : {name, std::string_view(camel)}) {
            if (key == camel && key == name && message.fields.contains(key)) {
                continue;
            }
            const auto text = key == name ? name : std::string_view(m_camel.emplace_back(key));
            Field& added = message.fields[text] = field;
            if (!codes.empty()) {
                m_references.emplace_back(&added, fullName(package, codes.substr(1)));
            }
        }
    }

    static void code(Field& field, char c) {
        switch (c) {
        case '2':
            field.tag = 2;
            break;
        case 'm':
            field.map = true;
            break;
        case 'w':
            field.wrapped = true;
            break;
        default:
            constexpr std::string_view letters = "ei84bdtsvl"; // in the order of Kind, behind Plain
            field.kind = static_cast<Kind>(letters.find(c) + 1);
        }
    }

    /// Packages are written in full only where the other package is not ours.
    static std::string fullName(const std::string& package, std::string_view reference) {
        for (const std::string_view ours : {"config.", "extensions.", "type.", "data.", "service."}) {
            if (reference.starts_with(ours)) {
                return "envoy." + std::string(reference);
            }
        }
        const char first = reference.front();
        return std::islower(static_cast<unsigned char>(first)) != 0 ? std::string(reference)
                                                                    : package + '.' + std::string(reference);
    }

    static std::string camelCase(std::string_view name) {
        std::string camel;
        bool upper = false;
        for (const char c : name) {
            if (c == '_') {
                upper = true;
                continue;
            }
            camel += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
            upper = false;
        }
        return camel;
    }

    std::unordered_map<std::string, Message> m_messages; // by full name; their addresses stay
    std::unordered_map<std::string, const Message*> m_bare;
    std::deque<std::string> m_camel; // what the keys of the fields point into
    std::vector<std::pair<Field*, std::string>> m_references;
};

} // namespace

const Message* messageNamed(std::string_view name) {
    static const Tables tables;
    return tables.find(name);
}

const Message& plainMessage() {
    static const Message message;
    return message;
}

std::string snakeCase(std::string_view name) {
    std::string snake;
    for (const char c : name) {
        if (std::isupper(static_cast<unsigned char>(c)) != 0) {
            snake += '_';
            snake += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else {
            snake += c;
        }
    }
    return snake;
}

} // namespace plimsoll::dump
