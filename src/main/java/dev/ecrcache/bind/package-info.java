/**
 * Trees of settings, from whatever source, to arguments by the methods of their builders; the
 * checks that arguments share, and {@link dev.ecrcache.bind.InvalidArgumentException}, as which
 * every setting is refused.
 *
 * <p>Uses {@code image}.
 */
package dev.ecrcache.bind;
