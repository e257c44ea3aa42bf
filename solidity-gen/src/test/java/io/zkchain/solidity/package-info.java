@NullMarked
package io.zkchain.solidity;

import org.jspecify.annotations.NullMarked;
