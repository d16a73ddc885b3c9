// SPDX-License-Identifier: Apache-2.0
// main() for a test executable of several Qt test classes.
#pragma once

#include <QObject>
#include <QTest>

#include <functional>
#include <memory>

namespace plimsoll::test {

/// Remembers a test class; main() runs all of them, or only those named by --class NAME.
bool registerTest(const char* name, std::function<std::unique_ptr<QObject>()> make);

} // namespace plimsoll::test

#define PLIMSOLL_TEST(Class)                                                                                 \
    static const bool registered##Class =                                                                    \
        plimsoll::test::registerTest(#Class, [] { return std::unique_ptr<QObject>(new Class); });
