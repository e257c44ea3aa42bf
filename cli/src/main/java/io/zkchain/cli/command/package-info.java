/**
 * One class per command. A command parses its options, calls the library and describes what came
 * out; it holds no cryptography and prints nothing itself.
 */
@NullMarked
package io.zkchain.cli.command;

import org.jspecify.annotations.NullMarked;
