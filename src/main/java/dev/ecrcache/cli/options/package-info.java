/**
 * Options that several commands have: the form of the output, the rules of the cache, accounts,
 * charts, and whether to begin.
 *
 * <p>Uses {@code cli.console}, {@code operate}, {@code bind}, {@code chart}, {@code dev.ecrcache},
 * {@code distribution}, {@code fleet}, {@code image}, {@code overlay} and {@code program}.
 */
package dev.ecrcache.cli.options;
