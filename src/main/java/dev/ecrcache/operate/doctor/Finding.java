package dev.ecrcache.operate.doctor;

import java.util.List;

/**
 * What a check found.
 *
 * @param topic what the check is about
 * @param level how much it matters
 * @param where the resource, such as {@code rule docker-hub}
 * @param what what is so, in one line
 * @param why why it matters; empty where nothing is to be done
 * @param mend what to do; empty where nothing is to be done
 * @param resources the names of what {@code where} stands for, such as repositories, each; empty
 *     where that is one
 */
public record Finding(
    Topic topic,
    Level level,
    String where,
    String what,
    String why,
    String mend,
    List<String> resources) {}
