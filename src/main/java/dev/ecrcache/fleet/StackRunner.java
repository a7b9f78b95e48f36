package dev.ecrcache.fleet;

/** Does to one stack what is to be done; many threads may ask at once. */
interface StackRunner {
  /** Runs to the end, whatever it is. */
  Outcome run(FleetStack stack);

  /** Lets every stack that runs end as soon as it can without harm. */
  void interrupt();
}
