// The strength of a penalty: a number, or a share of the smallest strength at which every coefficient is zero.
#pragma once

namespace starling {

// Written "0.3" (absolute, in the averaging of the fit) or "0.3max" (0.3 x lambda_max of the data that are fitted).
struct Lambda {
  double value = 0.0;
  bool relative = false;

  constexpr Lambda() = default;
  constexpr Lambda(double absolute) : value(absolute) {}  // NOLINT: {.lambda = 0.3} is how a user writes it
  static constexpr Lambda share_of_max(double share) {
    Lambda lambda(share);
    lambda.relative = true;
    return lambda;
  }
  // The strength itself. lambda_max is only looked at where this is a share of it.
  constexpr double resolve(double lambda_max) const { return relative ? value * lambda_max : value; }
  friend constexpr bool operator==(const Lambda&, const Lambda&) = default;
};

}  // namespace starling
