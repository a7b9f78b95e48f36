/**
 * What goes in and out of a command: standard input and files within limits, tables and JSON, and
 * how far long work is.
 *
 * <p>Uses {@code operate} and {@code input}.
 */
package dev.ecrcache.cli.console;
