/**
 * What users hand over, read within limits of size, depth and number, so that no file takes this
 * process's time or memory without end. Uses no other package of this project but {@code image}'s.
 */
package dev.ecrcache.input;
