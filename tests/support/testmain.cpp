// SPDX-License-Identifier: Apache-2.0
#include "support/testmain.h"

#include <QApplication>

#include <clocale>
#include <cstdio>
#include <vector>

namespace plimsoll::test {
namespace {

struct Entry {
    const char* name;
    std::function<std::unique_ptr<QObject>()> make;
};

std::vector<Entry>& entries() {
    static std::vector<Entry> list; // filled before main, by the test files of this executable
    return list;
}

} // namespace

bool registerTest(const char* name, std::function<std::unique_ptr<QObject>()> make) {
    entries().push_back({name, std::move(make)});
    return true;
}

} // namespace plimsoll::test

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    std::setlocale(LC_NUMERIC, "C");
    QStringList arguments = app.arguments();
    QString only;
    if (const auto at = arguments.indexOf(QStringLiteral("--class")); at >= 0 && at + 1 < arguments.size()) {
        only = arguments.at(at + 1);
        arguments.remove(at, 2);
    }
    int failures = 0;
    for (const auto& entry : plimsoll::test::entries()) {
        if (!only.isEmpty() && only != QLatin1String(entry.name)) {
            continue;
        }
        const auto test = entry.make();
        failures += QTest::qExec(test.get(), arguments);
    }
    return failures > 0 ? 1 : 0;
}
