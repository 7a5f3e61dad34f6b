// Several classes by one machine a class, each of which tells its class from all others: predicted is the class whose
// machine says the most.
//
// EDGES   Where machines say the same, the first of them counts.
// COST    A decision of every machine.
#pragma once

#include "lib/model/model.hpp"

namespace starling {

class OneVsRestModel final : public Model {
 public:
  // machines[k]: of class k of info.labels. Throws InvalidModel for fewer than three, for another number of them than
  // of labels, and for machines of other tasks or features or of several classes themselves.
  OneVsRestModel(std::vector<std::shared_ptr<const Model>> machines, ModelInfo info);

  std::string_view kind() const override { return "one_vs_rest"; }
  arma::uword n_tasks() const override { return machines_.front()->n_tasks(); }
  arma::uword n_features() const override { return machines_.front()->n_features(); }
  // What the machine of the predicted class says.
  arma::vec decision(arma::uword task, const Design& X) const override;
  arma::mat decisions(arma::uword task, const Design& X) const override;
  std::shared_ptr<const Model> for_tasks(std::span<const std::optional<arma::uword>> tasks,
                                         std::vector<std::string> names) const override;
  std::shared_ptr<const Model> with_info(ModelInfo info) const override;

  const std::vector<std::shared_ptr<const Model>>& machines() const { return machines_; }

 private:
  std::vector<std::shared_ptr<const Model>> machines_;
};

}  // namespace starling
