// SPDX-License-Identifier: Apache-2.0
#include "engine/yaml.h"

#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

namespace plimsoll::engine {
namespace {

using Json = nlohmann::ordered_json; // keeps the server's order

/// A string that YAML would read as something else, or that would not survive unquoted.
bool needsQuotes(const std::string& text) {
    if (text.empty()) {
        return true;
    }
    const YAML::Node plain = [&text]() -> YAML::Node {
        try {
            return YAML::Load(text);
        } catch (const YAML::Exception&) {
            return {};
        }
    }();
    if (!plain.IsScalar() || plain.Scalar() != text || plain.Tag() == "!") {
        return true;
    }
    bool asBool = false;
    double asNumber = 0;
    return YAML::convert<bool>::decode(plain, asBool) || YAML::convert<double>::decode(plain, asNumber);
}

void write(YAML::Emitter& out, const Json& value) {
    if (value.is_object()) {
        out << YAML::BeginMap;
        for (const auto& [key, member] : value.items()) {
            out << YAML::Key << key << YAML::Value;
            write(out, member);
        }
        out << YAML::EndMap;
    } else if (value.is_array()) {
        out << (value.empty() ? YAML::Flow : YAML::Block) << YAML::BeginSeq;
        for (const auto& item : value) {
            write(out, item);
        }
        out << YAML::EndSeq;
    } else if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        if (text.find('\n') != std::string::npos) {
            out << YAML::Literal << text;
        } else if (needsQuotes(text)) {
            out << YAML::DoubleQuoted << text;
        } else {
            out << text;
        }
    } else if (value.is_null()) {
        out << YAML::Null;
    } else {
        out << value.dump();
    }
}

void hide(Json& object) {
    if (auto meta = object.find("metadata"); meta != object.end() && meta->is_object()) {
        meta->erase("managedFields");
    }
    if (object.value("kind", std::string()) != "Secret") {
        return;
    }
    for (const auto* field : {"data", "stringData"}) {
        if (auto data = object.find(field); data != object.end() && data->is_object()) {
            for (auto& [key, value] : data->items()) {
                value = "(hidden)";
            }
        }
    }
}

} // namespace

Result<std::string> yamlOf(std::string_view json, const std::string& thing) {
    Json object = Json::parse(json, nullptr, false);
    if (!object.is_object()) {
        return fail(ErrorCode::Server, "the answer is not a JSON object", thing,
                    "Try again, or look with kubectl");
    }
    hide(object);
    YAML::Emitter out;
    write(out, object);
    return std::string(out.c_str(), out.size()) + "\n";
}

} // namespace plimsoll::engine
