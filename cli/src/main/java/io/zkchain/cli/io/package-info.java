/** What commands read and write: files that appear whole, progress, JSON, figures as text. */
@NullMarked
package io.zkchain.cli.io;

import org.jspecify.annotations.NullMarked;
