"""The shipped Rego policies as Python. Generated from *.rego by `make generate`: do not edit."""

DIGESTS = {'policies/lib/endpoints.rego': 'e3487d6610750c5e',
 'policies/lib/hosting.rego': '70b8955b3e8c1129',
 'policies/lib/images.rego': '70122a05457f2789',
 'policies/lib/instances.rego': 'ba5c341d45e1998a',
 'policies/lib/times.rego': 'c20f5941e2e07cee',
 'policies/lib/training.rego': 'e92f825dd8b083cf',
 'policies/inference/cpu_algorithm_on_cpu.rego': '90b1e25407a0bde4',
 'policies/inference/gpu_justification.rego': 'ff94b59aa906f9ab',
 'policies/inference/production_redundancy.rego': 'f6c0a68898f91e9c',
 'policies/network/multi_az.rego': 'ad854b74dcf039f6',
 'policies/scaling/autoscaling_registered.rego': '750777d8f2f6640d',
 'policies/scaling/capacity_range.rego': '2fce849a3039b4ea',
 'policies/scaling/load_tested.rego': 'b2ea01125ccb28d0',
 'policies/scaling/target_has_policy.rego': '618b6d66c22838d6',
 'policies/training/gpu_for_deep_learning.rego': '889e3c4f64b34c98',
 'policies/training/image_matches_instance.rego': 'fc8639c10bfe60a1',
 'policies/training/managed_spot.rego': '48808bdf9ce5224f',
 'policies/training/no_idle_accelerator.rego': '91940bfbfe9af9e8',
 'policies/training/spot_checkpointing.rego': '2bf69300e4c425d7',
 'policies/training/spot_max_wait.rego': '8b052e74487f9079'}
CONSTANTS = {'data_reference_instance_types': ('reference', 'instance_types'),
 'data_reference_registries': ('reference', 'registries'),
 'data_reference_images': ('reference', 'images'),
 'data_reference_algorithms': ('reference', 'algorithms'),
 'data_params_inference_gpu_justification_environment_keys': ('params',
                                                              'inference',
                                                              'gpu_justification',
                                                              'environment_keys'),
 'data_params_inference_gpu_justification_justification_tag': ('params',
                                                               'inference',
                                                               'gpu_justification',
                                                               'justification_tag'),
 'data_params_inference_gpu_justification_latency_tag': ('params', 'inference', 'gpu_justification', 'latency_tag'),
 'data_params_inference_gpu_justification_image_kinds': ('params', 'inference', 'gpu_justification', 'image_kinds'),
 'data_params_inference_production_redundancy_min_instances': ('params',
                                                               'inference',
                                                               'production_redundancy',
                                                               'min_instances'),
 'data_params_scaling_autoscaling_registered_min_age_days': ('params',
                                                             'scaling',
                                                             'autoscaling_registered',
                                                             'min_age_days'),
 'data_params_scaling_load_tested_load_test_tag': ('params', 'scaling', 'load_tested', 'load_test_tag'),
 'data_params_scaling_load_tested_max_age_days': ('params', 'scaling', 'load_tested', 'max_age_days'),
 'data_params_training_gpu_for_deep_learning_long_seconds': ('params',
                                                             'training',
                                                             'gpu_for_deep_learning',
                                                             'long_seconds'),
 'data_params_training_gpu_for_deep_learning_smoke_seconds': ('params',
                                                              'training',
                                                              'gpu_for_deep_learning',
                                                              'smoke_seconds'),
 'data_params_training_gpu_for_deep_learning_side_scripts': ('params',
                                                             'training',
                                                             'gpu_for_deep_learning',
                                                             'side_scripts'),
 'data_params_training_managed_spot_min_runtime_seconds': ('params', 'training', 'managed_spot', 'min_runtime_seconds'),
 'data_params_training_managed_spot_min_instance_hours': ('params', 'training', 'managed_spot', 'min_instance_hours'),
 'data_params_training_managed_spot_high_instance_hours_per_month': ('params',
                                                                     'training',
                                                                     'managed_spot',
                                                                     'high_instance_hours_per_month'),
 'data_params_training_managed_spot_scarce_families': ('params', 'training', 'managed_spot', 'scarce_families'),
 'data_params_training_spot_checkpointing_min_runtime_seconds': ('params',
                                                                 'training',
                                                                 'spot_checkpointing',
                                                                 'min_runtime_seconds')}
RULES = {'data.tipstaff.lib.endpoints.asynchronous': ('rule_0', 0),
 'data.tipstaff.lib.endpoints.shadow': ('rule_1', 0),
 'data.tipstaff.lib.endpoints.inference_components': ('rule_2', 0),
 'data.tipstaff.lib.endpoints.multi_model': ('rule_3', 0),
 'data.tipstaff.lib.endpoints.without_traffic': ('rule_4', 0),
 'data.tipstaff.lib.endpoints._weight': ('rule_5', 0),
 'data.tipstaff.lib.endpoints.containers': ('rule_6', 0),
 'data.tipstaff.lib.endpoints.served': ('rule_7', 0),
 'data.tipstaff.lib.endpoints._packaged': ('rule_8', 0),
 'data.tipstaff.lib.endpoints.algorithms': ('rule_9', 0),
 'data.tipstaff.lib.endpoints.names': ('rule_10', 1),
 'data.tipstaff.lib.endpoints.unknown_workloads': ('rule_11', 0),
 'data.tipstaff.lib.endpoints.types': ('rule_12', 0),
 'data.tipstaff.lib.endpoints.unknown_types': ('rule_13', 0),
 'data.tipstaff.lib.endpoints.saving_on_cpu': ('rule_14', 1),
 'data.tipstaff.lib.endpoints.instance_targets': ('rule_15', 0),
 'data.tipstaff.lib.endpoints.minimum': ('rule_16', 0),
 'data.tipstaff.lib.endpoints._said_by': ('rule_17', 2),
 'data.tipstaff.lib.endpoints._active_targets': ('rule_18', 0),
 'data.tipstaff.lib.endpoints._suspended': ('rule_19', 1),
 'data.tipstaff.lib.hosting.types': ('rule_20', 0),
 'data.tipstaff.lib.hosting.images': ('rule_21', 0),
 'data.tipstaff.lib.hosting.instance_count': ('rule_22', 0),
 'data.tipstaff.lib.images.path': ('rule_23', 1),
 'data.tipstaff.lib.images.name': ('rule_24', 1),
 'data.tipstaff.lib.images.tag': ('rule_25', 1),
 'data.tipstaff.lib.images.digest': ('rule_26', 1),
 'data.tipstaff.lib.images.account': ('rule_27', 1),
 'data.tipstaff.lib.images.region': ('rule_28', 1),
 'data.tipstaff.lib.images.repository': ('rule_29', 1),
 'data.tipstaff.lib.images._private_ecr': ('rule_30', 1),
 'data.tipstaff.lib.images.from_aws': ('rule_31', 1),
 'data.tipstaff.lib.images.key': ('rule_32', 1),
 'data.tipstaff.lib.images.facts': ('rule_33', 1),
 'data.tipstaff.lib.images.algorithm': ('rule_34', 1),
 'data.tipstaff.lib.images.processor': ('rule_35', 1),
 'data.tipstaff.lib.images._processor_of': ('rule_36', 0),
 'data.tipstaff.lib.images._tagged_cuda': ('rule_37', 1),
 'data.tipstaff.lib.images.confidence': ('rule_38', 1),
 'data.tipstaff.lib.instances.facts': ('rule_39', 1),
 'data.tipstaff.lib.instances.accelerator': ('rule_40', 1),
 'data.tipstaff.lib.instances.accelerated': ('rule_41', 1),
 'data.tipstaff.lib.instances.all_accelerated': ('rule_42', 1),
 'data.tipstaff.lib.instances.all_cpu': ('rule_43', 1),
 'data.tipstaff.lib.instances.unknown': ('rule_44', 1),
 'data.tipstaff.lib.instances.perhaps_all_accelerated': ('rule_45', 1),
 'data.tipstaff.lib.instances.perhaps_all_cpu': ('rule_46', 1),
 'data.tipstaff.lib.instances.unknown_reason': ('rule_47', 1),
 'data.tipstaff.lib.instances.cpu_equivalent': ('rule_48', 1),
 'data.tipstaff.lib.instances.names': ('rule_49', 1),
 'data.tipstaff.lib.times.day': ('rule_50', 1),
 'data.tipstaff.lib.times._exists': ('rule_51', 1),
 'data.tipstaff.lib.times._last_day': ('rule_52', 2),
 'data.tipstaff.lib.times._today': ('rule_53', 0),
 'data.tipstaff.lib.times.age': ('rule_54', 1),
 'data.tipstaff.lib.times.claim': ('rule_55', 1),
 'data.tipstaff.lib.training.types': ('rule_56', 0),
 'data.tipstaff.lib.training.type_names': ('rule_57', 0),
 'data.tipstaff.lib.training.types_path': ('rule_58', 0),
 'data.tipstaff.lib.training.on_accelerators': ('rule_59', 0),
 'data.tipstaff.lib.training.on_cpus': ('rule_60', 0),
 'data.tipstaff.lib.training.perhaps_on_accelerators': ('rule_61', 0),
 'data.tipstaff.lib.training.perhaps_on_cpus': ('rule_62', 0),
 'data.tipstaff.lib.training.unknown_types_reason': ('rule_63', 0),
 'data.tipstaff.lib.training.image': ('rule_64', 0),
 'data.tipstaff.lib.training.processor': ('rule_65', 0),
 'data.tipstaff.lib.training.algorithm': ('rule_66', 0),
 'data.tipstaff.lib.training.jumpstart_algorithm': ('rule_67', 0),
 'data.tipstaff.lib.training._model': ('rule_68', 0),
 'data.tipstaff.lib.training.marketplace': ('rule_69', 0),
 'data.tipstaff.lib.training.launched_by_service': ('rule_70', 0),
 'data.tipstaff.lib.training.hours_per_month': ('rule_71', 0),
 'data.tipstaff.lib.training.saving_on_cpu': ('rule_72', 0),
 'data.tipstaff.lib.training.hours_text': ('rule_73', 0),
 'data.tipstaff.lib.training.default_max_runtime': ('rule_74', 0),
 'data.tipstaff.lib.training.max_runtime': ('rule_75', 0),
 'data.tipstaff.inference.cpu_algorithm_on_cpu.violation': ('rule_76', 0),
 'data.tipstaff.inference.cpu_algorithm_on_cpu.exemption': ('rule_77', 0),
 'data.tipstaff.inference.cpu_algorithm_on_cpu.unrecognized': ('rule_78', 0),
 'data.tipstaff.inference.cpu_algorithm_on_cpu.accelerated': ('rule_79', 0),
 'data.tipstaff.inference.cpu_algorithm_on_cpu.on_cpu': ('rule_80', 0),
 'data.tipstaff.inference.cpu_algorithm_on_cpu.on_accelerator': ('rule_81', 0),
 'data.tipstaff.inference.cpu_algorithm_on_cpu._never': ('rule_82', 0),
 'data.tipstaff.inference.cpu_algorithm_on_cpu._need': ('rule_83', 0),
 'data.tipstaff.inference.cpu_algorithm_on_cpu.severity': ('rule_84', 0),
 'data.tipstaff.inference.cpu_algorithm_on_cpu.confidence': ('rule_85', 0),
 'data.tipstaff.inference.gpu_justification.violation': ('rule_86', 0),
 'data.tipstaff.inference.gpu_justification.exemption': ('rule_87', 0),
 'data.tipstaff.inference.gpu_justification.unrecognized': ('rule_88', 0),
 'data.tipstaff.inference.gpu_justification.gpus': ('rule_89', 0),
 'data.tipstaff.inference.gpu_justification.justified': ('rule_90', 0),
 'data.tipstaff.inference.gpu_justification.needs_gpu': ('rule_91', 1),
 'data.tipstaff.inference.gpu_justification.compared': ('rule_92', 1),
 'data.tipstaff.inference.gpu_justification.answered': ('rule_93', 1),
 'data.tipstaff.inference.gpu_justification.declared': ('rule_94', 0),
 'data.tipstaff.inference.gpu_justification._expired': ('rule_95', 1),
 'data.tipstaff.inference.gpu_justification._names': ('rule_96', 0),
 'data.tipstaff.inference.gpu_justification._seen': ('rule_97', 0),
 'data.tipstaff.inference.gpu_justification._saving': ('rule_98', 1),
 'data.tipstaff.inference.production_redundancy.violation': ('rule_99', 0),
 'data.tipstaff.inference.production_redundancy.exemption': ('rule_100', 0),
 'data.tipstaff.inference.production_redundancy.unrecognized': ('rule_101', 0),
 'data.tipstaff.inference.production_redundancy._drained': ('rule_102', 0),
 'data.tipstaff.inference.production_redundancy.severity': ('rule_103', 0),
 'data.tipstaff.inference.production_redundancy._instances': ('rule_104', 1),
 'data.tipstaff.network.multi_az.violation': ('rule_105', 0),
 'data.tipstaff.network.multi_az.exemption': ('rule_106', 0),
 'data.tipstaff.network.multi_az.unrecognized': ('rule_107', 0),
 'data.tipstaff.network.multi_az.places': ('rule_108', 0),
 'data.tipstaff.network.multi_az._settled': ('rule_109', 1),
 'data.tipstaff.network.multi_az._zones': ('rule_110', 1),
 'data.tipstaff.network.multi_az._zones_of': ('rule_111', 0),
 'data.tipstaff.network.multi_az._all_have_ids': ('rule_112', 0),
 'data.tipstaff.network.multi_az._local': ('rule_113', 0),
 'data.tipstaff.network.multi_az._named_like_a_local_zone': ('rule_114', 1),
 'data.tipstaff.network.multi_az.severity': ('rule_115', 0),
 'data.tipstaff.network.multi_az._subnets': ('rule_116', 1),
 'data.tipstaff.network.multi_az._verb': ('rule_117', 1),
 'data.tipstaff.network.multi_az._where': ('rule_118', 1),
 'data.tipstaff.network.multi_az._zone_text': ('rule_119', 1),
 'data.tipstaff.scaling.autoscaling_registered.violation': ('rule_120', 0),
 'data.tipstaff.scaling.autoscaling_registered.exemption': ('rule_121', 0),
 'data.tipstaff.scaling.autoscaling_registered.unrecognized': ('rule_122', 0),
 'data.tipstaff.scaling.autoscaling_registered.severity': ('rule_123', 0),
 'data.tipstaff.scaling.autoscaling_registered.confidence': ('rule_124', 0),
 'data.tipstaff.scaling.autoscaling_registered._missing': ('rule_125', 0),
 'data.tipstaff.scaling.autoscaling_registered._size': ('rule_126', 0),
 'data.tipstaff.scaling.autoscaling_registered.evidence': ('rule_127', 0),
 'data.tipstaff.scaling.capacity_range.violation': ('rule_128', 0),
 'data.tipstaff.scaling.capacity_range.exemption': ('rule_129', 0),
 'data.tipstaff.scaling.capacity_range._moved': ('rule_130', 1),
 'data.tipstaff.scaling.load_tested.violation': ('rule_131', 0),
 'data.tipstaff.scaling.load_tested.exemption': ('rule_132', 0),
 'data.tipstaff.scaling.load_tested.unrecognized': ('rule_133', 0),
 'data.tipstaff.scaling.load_tested.declared': ('rule_134', 0),
 'data.tipstaff.scaling.load_tested.tests': ('rule_135', 0),
 'data.tipstaff.scaling.load_tested.verified': ('rule_136', 0),
 'data.tipstaff.scaling.load_tested._about_this_variant': ('rule_137', 1),
 'data.tipstaff.scaling.load_tested.fresh': ('rule_138', 1),
 'data.tipstaff.scaling.load_tested._max_age': ('rule_139', 0),
 'data.tipstaff.scaling.load_tested._config_created': ('rule_140', 0),
 'data.tipstaff.scaling.load_tested._not_before': ('rule_141', 0),
 'data.tipstaff.scaling.load_tested.severity': ('rule_142', 0),
 'data.tipstaff.scaling.load_tested._finding': ('rule_143', 0),
 'data.tipstaff.scaling.load_tested._latest': ('rule_144', 0),
 'data.tipstaff.scaling.load_tested._tag': ('rule_145', 0),
 'data.tipstaff.scaling.target_has_policy.violation': ('rule_146', 0),
 'data.tipstaff.scaling.target_has_policy.exemption': ('rule_147', 0),
 'data.tipstaff.scaling.target_has_policy.driven': ('rule_148', 0),
 'data.tipstaff.scaling.target_has_policy._capacity': ('rule_149', 1),
 'data.tipstaff.scaling.target_has_policy._range': ('rule_150', 1),
 'data.tipstaff.scaling.target_has_policy.confidence': ('rule_151', 0),
 'data.tipstaff.scaling.target_has_policy._nothing': ('rule_152', 0),
 'data.tipstaff.training.gpu_for_deep_learning.violation': ('rule_153', 0),
 'data.tipstaff.training.gpu_for_deep_learning.exemption': ('rule_154', 0),
 'data.tipstaff.training.gpu_for_deep_learning.unrecognized': ('rule_155', 0),
 'data.tipstaff.training.gpu_for_deep_learning.in_question': ('rule_156', 0),
 'data.tipstaff.training.gpu_for_deep_learning.silent_image': ('rule_157', 0),
 'data.tipstaff.training.gpu_for_deep_learning.need': ('rule_158', 0),
 'data.tipstaff.training.gpu_for_deep_learning.requires_gpu': ('rule_159', 0),
 'data.tipstaff.training.gpu_for_deep_learning.reasons': ('rule_160', 0),
 'data.tipstaff.training.gpu_for_deep_learning.severity': ('rule_161', 0),
 'data.tipstaff.training.gpu_for_deep_learning.confidence': ('rule_162', 0),
 'data.tipstaff.training.gpu_for_deep_learning.evidence': ('rule_163', 0),
 'data.tipstaff.training.gpu_for_deep_learning.times': ('rule_164', 0),
 'data.tipstaff.training.image_matches_instance.violation': ('rule_165', 0),
 'data.tipstaff.training.image_matches_instance.exemption': ('rule_166', 0),
 'data.tipstaff.training.image_matches_instance.unrecognized': ('rule_167', 0),
 'data.tipstaff.training.image_matches_instance.types': ('rule_168', 0),
 'data.tipstaff.training.image_matches_instance.on_accelerators': ('rule_169', 0),
 'data.tipstaff.training.image_matches_instance.used': ('rule_170', 0),
 'data.tipstaff.training.image_matches_instance.builds': ('rule_171', 0),
 'data.tipstaff.training.image_matches_instance.silent': ('rule_172', 0),
 'data.tipstaff.training.image_matches_instance.cpu_builds': ('rule_173', 0),
 'data.tipstaff.training.image_matches_instance.single_build': ('rule_174', 1),
 'data.tipstaff.training.image_matches_instance.unseen': ('rule_175', 0),
 'data.tipstaff.training.image_matches_instance.reasons': ('rule_176', 0),
 'data.tipstaff.training.image_matches_instance.place': ('rule_177', 0),
 'data.tipstaff.training.image_matches_instance.saving': ('rule_178', 0),
 'data.tipstaff.training.managed_spot.violation': ('rule_179', 0),
 'data.tipstaff.training.managed_spot.exemption': ('rule_180', 0),
 'data.tipstaff.training.managed_spot.on_demand': ('rule_181', 0),
 'data.tipstaff.training.managed_spot.reasons': ('rule_182', 0),
 'data.tipstaff.training.managed_spot.usage': ('rule_183', 0),
 'data.tipstaff.training.managed_spot.evidence': ('rule_184', 0),
 'data.tipstaff.training.managed_spot.severity': ('rule_185', 0),
 'data.tipstaff.training.managed_spot.confidence': ('rule_186', 0),
 'data.tipstaff.training.managed_spot.scarce': ('rule_187', 0),
 'data.tipstaff.training.managed_spot.cannot_checkpoint': ('rule_188', 0),
 'data.tipstaff.training.managed_spot.type': ('rule_189', 0),
 'data.tipstaff.training.managed_spot.setting': ('rule_190', 0),
 'data.tipstaff.training.no_idle_accelerator.violation': ('rule_191', 0),
 'data.tipstaff.training.no_idle_accelerator.exemption': ('rule_192', 0),
 'data.tipstaff.training.no_idle_accelerator.unrecognized': ('rule_193', 0),
 'data.tipstaff.training.no_idle_accelerator.repository': ('rule_194', 0),
 'data.tipstaff.training.no_idle_accelerator.cause': ('rule_195', 0),
 'data.tipstaff.training.no_idle_accelerator.xgboost_version': ('rule_196', 0),
 'data.tipstaff.training.no_idle_accelerator.xgboost_on_gpu': ('rule_197', 0),
 'data.tipstaff.training.no_idle_accelerator.hyperparameter': ('rule_198', 1),
 'data.tipstaff.training.no_idle_accelerator.hyperparameters': ('rule_199', 0),
 'data.tipstaff.training.no_idle_accelerator.reasons': ('rule_200', 0),
 'data.tipstaff.training.no_idle_accelerator.in_question': ('rule_201', 0),
 'data.tipstaff.training.no_idle_accelerator.script': ('rule_202', 0),
 'data.tipstaff.training.no_idle_accelerator.severity': ('rule_203', 0),
 'data.tipstaff.training.no_idle_accelerator.confidence': ('rule_204', 0),
 'data.tipstaff.training.no_idle_accelerator.evidence': ('rule_205', 0),
 'data.tipstaff.training.no_idle_accelerator.hours': ('rule_206', 0),
 'data.tipstaff.training.spot_checkpointing.violation': ('rule_207', 0),
 'data.tipstaff.training.spot_checkpointing.unrecognized': ('rule_208', 0),
 'data.tipstaff.training.spot_checkpointing.exemption': ('rule_209', 0),
 'data.tipstaff.training.spot_checkpointing.reasons': ('rule_210', 0),
 'data.tipstaff.training.spot_checkpointing.unsaved': ('rule_211', 0),
 'data.tipstaff.training.spot_checkpointing.saved': ('rule_212', 0),
 'data.tipstaff.training.spot_checkpointing.long': ('rule_213', 0),
 'data.tipstaff.training.spot_checkpointing.duration': ('rule_214', 0),
 'data.tipstaff.training.spot_checkpointing.interruptions': ('rule_215', 0),
 'data.tipstaff.training.spot_checkpointing.evidence': ('rule_216', 0),
 'data.tipstaff.training.spot_checkpointing.confidence': ('rule_217', 0),
 'data.tipstaff.training.spot_checkpointing.severity': ('rule_218', 0),
 'data.tipstaff.training.spot_checkpointing.saves_elsewhere': ('rule_219', 0),
 'data.tipstaff.training.spot_checkpointing.named_locations': ('rule_220', 0),
 'data.tipstaff.training.spot_max_wait.violation': ('rule_221', 0),
 'data.tipstaff.training.spot_max_wait.limit': ('rule_222', 0)}
INDEPENDENT = ['data.tipstaff.inference.gpu_justification.answered',
 'data.tipstaff.inference.gpu_justification.compared',
 'data.tipstaff.inference.production_redundancy._instances',
 'data.tipstaff.lib.endpoints._said_by',
 'data.tipstaff.lib.endpoints._suspended',
 'data.tipstaff.lib.endpoints.names',
 'data.tipstaff.lib.images._private_ecr',
 'data.tipstaff.lib.images._processor_of',
 'data.tipstaff.lib.images._tagged_cuda',
 'data.tipstaff.lib.images.account',
 'data.tipstaff.lib.images.algorithm',
 'data.tipstaff.lib.images.confidence',
 'data.tipstaff.lib.images.digest',
 'data.tipstaff.lib.images.facts',
 'data.tipstaff.lib.images.from_aws',
 'data.tipstaff.lib.images.key',
 'data.tipstaff.lib.images.name',
 'data.tipstaff.lib.images.path',
 'data.tipstaff.lib.images.processor',
 'data.tipstaff.lib.images.region',
 'data.tipstaff.lib.images.repository',
 'data.tipstaff.lib.images.tag',
 'data.tipstaff.lib.instances.accelerated',
 'data.tipstaff.lib.instances.accelerator',
 'data.tipstaff.lib.instances.all_accelerated',
 'data.tipstaff.lib.instances.all_cpu',
 'data.tipstaff.lib.instances.cpu_equivalent',
 'data.tipstaff.lib.instances.facts',
 'data.tipstaff.lib.instances.names',
 'data.tipstaff.lib.instances.perhaps_all_accelerated',
 'data.tipstaff.lib.instances.perhaps_all_cpu',
 'data.tipstaff.lib.instances.unknown',
 'data.tipstaff.lib.instances.unknown_reason',
 'data.tipstaff.lib.times._exists',
 'data.tipstaff.lib.times._last_day',
 'data.tipstaff.lib.times.claim',
 'data.tipstaff.lib.times.day',
 'data.tipstaff.lib.training.default_max_runtime',
 'data.tipstaff.network.multi_az._named_like_a_local_zone',
 'data.tipstaff.network.multi_az._subnets',
 'data.tipstaff.network.multi_az._verb',
 'data.tipstaff.scaling.target_has_policy._capacity',
 'data.tipstaff.scaling.target_has_policy._range',
 'data.tipstaff.training.image_matches_instance.single_build']
def rule_0():
 if (value := found.get('rule_0')) is not None:
  return value
 value = ABSENT
 for item_1 in elements(related.get('endpoint_config', ABSENT)):
  held_2 = (item_1.get('AsyncInferenceConfig', ABSENT) if type(item_1) is dict else ABSENT)
  if held_2 is not ABSENT and held_2 is not False:
   value = True
 found['rule_0'] = value
 return value
def rule_1():
 if (value := found.get('rule_1')) is not None:
  return value
 value = ABSENT
 for item_1 in elements(related.get('endpoint_config', ABSENT)):
  for item_3 in elements((item_1.get('ShadowProductionVariants', ABSENT) if type(item_1) is dict else ABSENT)):
   if equal((item_3.get('VariantName', ABSENT) if type(item_3) is dict else ABSENT), resource.get('VariantName', ABSENT)) is True:
    value = True
 found['rule_1'] = value
 return value
def rule_2():
 if (value := found.get('rule_2')) is not None:
  return value
 value = ABSENT
 held_0 = resource.get('ServerlessConfig', ABSENT)
 if held_0 is ABSENT or held_0 is False:
  held_1 = resource.get('ModelName', ABSENT)
  if held_1 is ABSENT or held_1 is False:
   value = True
 found['rule_2'] = value
 return value
def rule_3():
 if (value := found.get('rule_3')) is not None:
  return value
 value = ABSENT
 for item_1 in elements(rule_6()):
  if (item_1.get('Mode', ABSENT) if type(item_1) is dict else ABSENT) == 'MultiModel':
   value = True
 found['rule_3'] = value
 return value
def rule_4():
 if (value := found.get('rule_4')) is not None:
  return value
 value = ABSENT
 if equal(rule_5(), 0) is True:
  value = True
 found['rule_4'] = value
 return value
def rule_5():
 if (value := found.get('rule_5')) is not None:
  return value
 value = ABSENT
 value = once(value, resource.get('DesiredWeight', ABSENT))
 held_0 = resource.get('DesiredWeight', ABSENT)
 if held_0 is ABSENT or held_0 is False:
  value = once(value, resource.get('InitialVariantWeight', ABSENT))
 found['rule_5'] = value
 return value
def rule_6():
 if (value := found.get('rule_6')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(related.get('models', ABSENT)):
  local_2 = (item_1.get('PrimaryContainer', ABSENT) if type(item_1) is dict else ABSENT)
  if local_2 is not ABSENT:
   value.add(local_2)
 for item_4 in elements(related.get('models', ABSENT)):
  for item_6 in elements((item_4.get('Containers', ABSENT) if type(item_4) is dict else ABSENT)):
   value.add(item_6)
 found['rule_6'] = value
 return value
def rule_7():
 if (value := found.get('rule_7')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(rule_21()):
  value.add(item_1)
 held_2 = rule_8()
 if held_2 is not ABSENT and held_2 is not False:
  for item_4 in elements(resource.get('DeployedImages', ABSENT)):
   local_5 = (item_4.get('SpecifiedImage', ABSENT) if type(item_4) is dict else ABSENT)
   if local_5 is not ABSENT:
    value.add(local_5)
 found['rule_7'] = value
 return value
def rule_8():
 if (value := found.get('rule_8')) is not None:
  return value
 value = ABSENT
 for item_1 in elements(rule_6()):
  held_2 = (item_1.get('Image', ABSENT) if type(item_1) is dict else ABSENT)
  if held_2 is ABSENT or held_2 is False:
   value = True
 found['rule_8'] = value
 return value
def rule_9():
 if (value := found.get('rule_9')) is not None:
  return value
 value = {}
 for item_1 in elements(rule_7()):
  local_2 = rule_34(item_1)
  if local_2 is not ABSENT:
   put(value, item_1, local_2)
 found['rule_9'] = value
 return value
def rule_10(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 def made_0():
  made = RegoSet()
  for item_2 in elements(argument_0):
   made.add(rule_24(item_2))
  return made
 value = call(builtin_concat, ', ', call_one(builtin_sort, made_0()))
 return value
def rule_11():
 if (value := found.get('rule_11')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_2()
 if held_0 is not ABSENT and held_0 is not False:
  value.add('what runs in inference components was not read')
 held_1 = rule_8()
 if held_1 is not ABSENT and held_1 is not False:
  held_2 = resource.get('DeployedImages', ABSENT)
  if held_2 is ABSENT or held_2 is False:
   value.add('the image is inside a model package, which was not read')
 for item_4 in elements(rule_7()):
  held_5 = reference(rule_9(), item_4)
  if held_5 is ABSENT or held_5 is False:
   value.add(call(builtin_sprintf, 'the reference data does not know the image %s', array(item_4)))
 found['rule_11'] = value
 return value
def rule_12():
 if (value := found.get('rule_12')) is not None:
  return value
 value = RegoSet()
 local_0 = resource.get('InstanceType', ABSENT)
 if local_0 is not ABSENT:
  local_1 = call(builtin_object_get, data_reference_instance_types, array(local_0, 'accelerator_kind'), 'unknown')
  if local_1 is not ABSENT:
   value.add(record(('path', 'type', 'accelerator',), 'resource.InstanceType', local_0, local_1))
 for key_2, item_3 in pairs(resource.get('InstancePools', ABSENT)):
  local_4 = (item_3.get('InstanceType', ABSENT) if type(item_3) is dict else ABSENT)
  if local_4 is not ABSENT:
   local_5 = call(builtin_object_get, data_reference_instance_types, array(local_4, 'accelerator_kind'), 'unknown')
   if local_5 is not ABSENT:
    local_6 = call(builtin_sprintf, 'resource.InstancePools[%d].InstanceType', array(key_2))
    if local_6 is not ABSENT:
     value.add(record(('path', 'type', 'accelerator',), local_6, local_4, local_5))
 found['rule_12'] = value
 return value
def rule_13():
 if (value := found.get('rule_13')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(rule_12()):
  if (item_1.get('accelerator', ABSENT) if type(item_1) is dict else ABSENT) == 'unknown':
   local_2 = call(builtin_sprintf, 'the reference data does not know the instance type %s', array((item_1.get('type', ABSENT) if type(item_1) is dict else ABSENT)))
   if local_2 is not ABSENT:
    value.add(record(('path', 'reason',), (item_1.get('path', ABSENT) if type(item_1) is dict else ABSENT), local_2))
 found['rule_13'] = value
 return value
def rule_14(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 chosen_0 = ABSENT
 if equal(argument_0, resource.get('InstanceType', ABSENT)) is True:
  if more(resource.get('CurrentInstanceCount', ABSENT), 0) is True:
   held_1 = rule_0()
   if held_1 is ABSENT or held_1 is False:
    chosen_0 = record(('saving',), record(('component', 'instance_type', 'hours_per_month', 'instead',), 'Hosting', argument_0, multiply(resource.get('CurrentInstanceCount', ABSENT), 730), rule_48(argument_0)))
 if chosen_0 is ABSENT:
  chosen_0 = {}
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 return value
def rule_15():
 if (value := found.get('rule_15')) is not None:
  return value
 value = RegoSet()
 for key_0, item_1 in pairs(related.get('scalable_targets', ABSENT)):
  if (item_1.get('ScalableDimension', ABSENT) if type(item_1) is dict else ABSENT) == 'sagemaker:variant:DesiredInstanceCount':
   value.add(key_0)
 found['rule_15'] = value
 return value
def rule_16():
 if (value := found.get('rule_16')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 local_1 = call_one(builtin_min, rule_18())
 if local_1 is not ABSENT:
  local_2 = reference(related.get('scalable_targets', ABSENT), local_1, 'MinCapacity')
  if local_2 is not ABSENT:
   local_3 = call(builtin_sprintf, 'related.scalable_targets[%d].MinCapacity', array(local_1))
   if local_3 is not ABSENT:
    chosen_0 = record(('instances', 'path', 'says',), local_2, local_3, 'MinCapacity of the scalable target')
 if chosen_0 is ABSENT:
  if field(resource.get('ManagedInstanceScaling', ABSENT), 'Status') == 'ENABLED':
   local_4 = field(resource.get('ManagedInstanceScaling', ABSENT), 'MinInstanceCount')
   if local_4 is not ABSENT:
    chosen_0 = rule_17('ManagedInstanceScaling.MinInstanceCount', local_4)
  if chosen_0 is ABSENT:
   local_5 = resource.get('DesiredInstanceCount', ABSENT)
   if local_5 is not ABSENT:
    chosen_0 = rule_17('DesiredInstanceCount', local_5)
   if chosen_0 is ABSENT:
    def made_6():
     made = []
     for item_8 in elements_in_order(resource.get('InstancePools', ABSENT)):
      local_9 = (item_8.get('CurrentInstanceCount', ABSENT) if type(item_8) is dict else ABSENT)
      if local_9 is not ABSENT:
       grow(made, local_9)
     return made
    local_10 = made_6()
    if local_10 is not ABSENT:
     if more(call_one(builtin_count, local_10), 0) is True:
      chosen_0 = rule_17('InstancePools', call_one(builtin_sum, local_10))
    if chosen_0 is ABSENT:
     local_11 = resource.get('InitialInstanceCount', ABSENT)
     if local_11 is not ABSENT:
      chosen_0 = rule_17('InitialInstanceCount', local_11)
     if chosen_0 is ABSENT:
      pass
 value = once(value, chosen_0)
 found['rule_16'] = value
 return value
def rule_17(argument_0, argument_1):
 if argument_0 is ABSENT:
  return ABSENT
 if argument_1 is ABSENT:
  return ABSENT
 value = ABSENT
 value = record(('instances', 'path', 'says',), argument_1, call(builtin_sprintf, 'resource.%s', array(argument_0)), argument_0)
 return value
def rule_18():
 if (value := found.get('rule_18')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(rule_15()):
  held_2 = rule_19(reference(related.get('scalable_targets', ABSENT), item_1))
  if held_2 is ABSENT or held_2 is False:
   value.add(item_1)
 found['rule_18'] = value
 return value
def rule_19(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 if equal(field(argument_0, 'SuspendedState', 'DynamicScalingInSuspended'), True) is True:
  if equal(field(argument_0, 'SuspendedState', 'DynamicScalingOutSuspended'), True) is True:
   if equal(field(argument_0, 'SuspendedState', 'ScheduledScalingSuspended'), True) is True:
    value = True
 return value
def rule_20():
 if (value := found.get('rule_20')) is not None:
  return value
 value = RegoSet()
 value.add(resource.get('InstanceType', ABSENT))
 for item_1 in elements(resource.get('InstancePools', ABSENT)):
  local_2 = (item_1.get('InstanceType', ABSENT) if type(item_1) is dict else ABSENT)
  if local_2 is not ABSENT:
   value.add(local_2)
 found['rule_20'] = value
 return value
def rule_21():
 if (value := found.get('rule_21')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(related.get('models', ABSENT)):
  local_2 = field(item_1, 'PrimaryContainer', 'Image')
  if local_2 is not ABSENT:
   value.add(local_2)
 for item_4 in elements(related.get('models', ABSENT)):
  for item_6 in elements((item_4.get('Containers', ABSENT) if type(item_4) is dict else ABSENT)):
   local_7 = (item_6.get('Image', ABSENT) if type(item_6) is dict else ABSENT)
   if local_7 is not ABSENT:
    value.add(local_7)
 found['rule_21'] = value
 return value
def rule_22():
 if (value := found.get('rule_22')) is not None:
  return value
 value = ABSENT
 value = once(value, resource.get('CurrentInstanceCount', ABSENT))
 held_0 = resource.get('CurrentInstanceCount', ABSENT)
 if held_0 is ABSENT or held_0 is False:
  value = once(value, resource.get('InitialInstanceCount', ABSENT))
 found['rule_22'] = value
 return value
def rule_23(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 local_0 = call(builtin_split, argument_0, '/')
 if local_0 is not ABSENT:
  value = call(builtin_concat, '/', call(builtin_array_concat, call(builtin_array_slice, local_0, 0, subtract(call_one(builtin_count, local_0), 1)), array(rule_24(argument_0))))
 return value
def rule_24(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 chosen_0 = ABSENT
 held_1 = call(builtin_startswith, argument_0, '${')
 if held_1 is not ABSENT and held_1 is not False:
  held_2 = call(builtin_endswith, argument_0, '}')
  if held_2 is not ABSENT and held_2 is not False:
   if equal(call_one(builtin_count, call(builtin_split, argument_0, '${')), 2) is True:
    chosen_0 = argument_0
 if chosen_0 is ABSENT:
  local_3 = call(builtin_split, argument_0, '/')
  if local_3 is not ABSENT:
   local_4 = reference(local_3, subtract(call_one(builtin_count, local_3), 1))
   if local_4 is not ABSENT:
    local_5 = call(builtin_split, local_4, ':')
    if local_5 is not ABSENT:
     local_6 = call(builtin_split, reference(local_5, 0), '@')
     if local_6 is not ABSENT:
      local_7 = reference(local_6, 0)
      if local_7 is not ABSENT:
       chosen_0 = local_7
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 return value
def rule_25(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 local_0 = call(builtin_split, argument_0, '/')
 if local_0 is not ABSENT:
  local_1 = reference(local_0, subtract(call_one(builtin_count, local_0), 1))
  if local_1 is not ABSENT:
   local_2 = call(builtin_split, local_1, '@')
   if local_2 is not ABSENT:
    local_3 = call(builtin_split, reference(local_2, 0), ':')
    if local_3 is not ABSENT:
     if equal(call_one(builtin_count, local_3), 2) is True:
      value = reference(local_3, 1)
 return value
def rule_26(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 local_0 = call(builtin_split, argument_0, '@')
 if local_0 is not ABSENT:
  value = reference(local_0, 1)
 return value
def rule_27(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 local_0 = rule_30(argument_0)
 if local_0 is not ABSENT:
  value = reference(local_0, 0)
 return value
def rule_28(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 local_0 = rule_30(argument_0)
 if local_0 is not ABSENT:
  value = reference(local_0, 3)
 return value
def rule_29(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 held_0 = rule_30(argument_0)
 if held_0 is not ABSENT and held_0 is not False:
  local_1 = call(builtin_split, rule_23(argument_0), '/')
  if local_1 is not ABSENT:
   value = call(builtin_concat, '/', call(builtin_array_slice, local_1, 1, call_one(builtin_count, local_1)))
 return value
def rule_30(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 local_0 = call(builtin_split, argument_0, '.')
 if local_0 is not ABSENT:
  if reference(local_0, 1) == 'dkr':
   if reference(local_0, 2) == 'ecr':
    value = local_0
 return value
def rule_31(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 held_0 = reference(data_reference_registries, rule_27(argument_0))
 if held_0 is not ABSENT and held_0 is not False:
  value = True
 held_1 = call(builtin_startswith, argument_0, 'public.ecr.aws/deep-learning-containers/')
 if held_1 is not ABSENT and held_1 is not False:
  value = True
 held_2 = call(builtin_startswith, argument_0, '${account}.dkr.ecr.${region}.amazonaws.com/')
 if held_2 is not ABSENT and held_2 is not False:
  value = True
 return value
def rule_32(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 chosen_0 = ABSENT
 held_1 = call(builtin_contains, argument_0, '/nim/')
 if held_1 is not ABSENT and held_1 is not False:
  chosen_0 = 'nim'
 if chosen_0 is ABSENT:
  chosen_0 = rule_24(argument_0)
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 return value
def rule_33(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 value = reference(data_reference_images, rule_32(argument_0))
 return value
def rule_34(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 value = reference(data_reference_algorithms, rule_32(argument_0))
 return value
def rule_35(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 chosen_0 = ABSENT
 local_1 = rule_25(argument_0)
 if local_1 is not ABSENT:
  def made_2():
   made = RegoSet()
   for item_4 in elements(call(builtin_split, local_1, '-')):
    local_5 = reference(rule_36(), item_4)
    if local_5 is not ABSENT:
     made.add(local_5)
   return made
  local_6 = made_2()
  if local_6 is not ABSENT:
   if equal(call_one(builtin_count, local_6), 1) is True:
    for item_8 in elements(local_6):
     chosen_0 = once(chosen_0, item_8)
 if chosen_0 is ABSENT:
  held_9 = rule_37(rule_25(argument_0))
  if held_9 is not ABSENT and held_9 is not False:
   chosen_0 = 'gpu'
  if chosen_0 is ABSENT:
   local_10 = reference(data_reference_images, rule_32(argument_0))
   if local_10 is not ABSENT:
    local_11 = (local_10.get('untagged_processor', ABSENT) if type(local_10) is dict else ABSENT)
    if local_11 is not ABSENT:
     chosen_0 = local_11
   if chosen_0 is ABSENT:
    pass
 value = once(value, chosen_0)
 return value
def rule_36():
 if (value := found.get('rule_36')) is not None:
  return value
 value = ABSENT
 value = record(('cpu', 'gpu', 'cuda', 'neuron', 'neuronx', 'inf', 'inf1', 'inf2', 'trn', 'trn1', 'trn2',), 'cpu', 'gpu', 'gpu', 'neuron', 'neuron', 'neuron', 'neuron', 'neuron', 'neuron', 'neuron', 'neuron')
 found['rule_36'] = value
 return value
def rule_37(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 held_0 = call(builtin_startswith, argument_0, 'cu1')
 if held_0 is not ABSENT and held_0 is not False:
  value = True
 held_1 = call(builtin_contains, argument_0, '-cu1')
 if held_1 is not ABSENT and held_1 is not False:
  value = True
 return value
def rule_38(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 chosen_0 = ABSENT
 held_1 = rule_31(argument_0)
 if held_1 is not ABSENT and held_1 is not False:
  chosen_0 = 'certain'
 if chosen_0 is ABSENT:
  chosen_0 = 'heuristic'
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 return value
def rule_39(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 value = reference(data_reference_instance_types, argument_0)
 return value
def rule_40(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 local_0 = reference(data_reference_instance_types, argument_0, 'accelerator_kind')
 if local_0 is not ABSENT:
  if unequal(local_0, 'unknown') is True:
   value = local_0
 return value
def rule_41(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 if unequal(rule_40(argument_0), 'none') is True:
  value = True
 return value
def rule_42(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 if more(call_one(builtin_count, argument_0), 0) is True:
  def holds_0(domain):
   if domain is ABSENT:
    return ABSENT
   for item_1 in elements(domain):
    held = False
    held_2 = rule_41(item_1)
    if held_2 is not ABSENT and held_2 is not False:
     held = True
    if not held:
     return False
   return True
  if holds_0(argument_0) is True:
   value = True
 return value
def rule_43(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 if more(call_one(builtin_count, argument_0), 0) is True:
  def holds_0(domain):
   if domain is ABSENT:
    return ABSENT
   for item_1 in elements(domain):
    held = False
    if rule_40(item_1) == 'none':
     held = True
    if not held:
     return False
   return True
  if holds_0(argument_0) is True:
   value = True
 return value
def rule_44(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 def made_0():
  made = RegoSet()
  for item_2 in elements(argument_0):
   held_3 = rule_40(item_2)
   if held_3 is ABSENT or held_3 is False:
    made.add(item_2)
  return made
 value = made_0()
 return value
def rule_45(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 if more(call_one(builtin_count, rule_44(argument_0)), 0) is True:
  def holds_0(domain):
   if domain is ABSENT:
    return ABSENT
   for item_1 in elements(domain):
    held = False
    held_2 = rule_41(item_1)
    if held_2 is not ABSENT and held_2 is not False:
     held = True
    if not held:
     return False
   return True
  if holds_0(subtract(argument_0, rule_44(argument_0))) is True:
   value = True
 return value
def rule_46(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 if more(call_one(builtin_count, rule_44(argument_0)), 0) is True:
  def holds_0(domain):
   if domain is ABSENT:
    return ABSENT
   for item_1 in elements(domain):
    held = False
    held_2 = rule_41(item_1)
    if held_2 is ABSENT or held_2 is False:
     held = True
    if not held:
     return False
   return True
  if holds_0(subtract(argument_0, rule_44(argument_0))) is True:
   value = True
 return value
def rule_47(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 value = call(builtin_sprintf, 'the reference data does not know the accelerators of %s', array(rule_49(rule_44(argument_0))))
 return value
def rule_48(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 value = reference(data_reference_instance_types, argument_0, 'cpu_equivalent')
 return value
def rule_49(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 value = call(builtin_concat, ', ', call_one(builtin_sort, argument_0))
 return value
def rule_50(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 local_0 = call(builtin_substring, argument_0, 0, 10)
 if local_0 is not ABSENT:
  held_1 = rule_51(local_0)
  if held_1 is not ABSENT and held_1 is not False:
   value = divide(call_one(builtin_time_parse_rfc3339_ns, call(builtin_sprintf, '%sT00:00:00Z', array(local_0))), 86400000000000)
 return value
def rule_51(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 held_0 = call(builtin_regex_match, '^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$', argument_0)
 if held_0 is not ABSENT and held_0 is not False:
  local_1 = call(builtin_split, argument_0, '-')
  if local_1 is not ABSENT:
   if at_most(reference(local_1, 2), rule_52(reference(local_1, 0), reference(local_1, 1))) is True:
    value = True
 return value
def rule_52(argument_0, argument_1):
 if argument_0 is ABSENT:
  return ABSENT
 if argument_1 is ABSENT:
  return ABSENT
 value = ABSENT
 chosen_0 = ABSENT
 if member(argument_1, new_set('04', '06', '09', '11')) is True:
  chosen_0 = '30'
 if chosen_0 is ABSENT:
  if unequal(argument_1, '02') is True:
   chosen_0 = '31'
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 chosen_1 = ABSENT
 if equal(argument_1, '02') is True:
  if equal(modulo(call_one(builtin_to_number, argument_0), 4), 0) is True:
   chosen_1 = '29'
 if chosen_1 is ABSENT:
  if equal(argument_1, '02') is True:
   chosen_1 = '28'
  if chosen_1 is ABSENT:
   pass
 value = once(value, chosen_1)
 return value
def rule_53():
 if (value := found.get('rule_53')) is not None:
  return value
 value = ABSENT
 value = rule_50((given.get('now', ABSENT) if type(given) is dict else ABSENT))
 found['rule_53'] = value
 return value
def rule_54(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 value = subtract(rule_53(), rule_50(argument_0))
 return value
def rule_55(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 local_0 = call(builtin_split, argument_0, '@')
 if local_0 is not ABSENT:
  local_1 = subtract(call_one(builtin_count, local_0), 1)
  if local_1 is not ABSENT:
   if more(local_1, 0) is True:
    held_2 = rule_51(reference(local_0, local_1))
    if held_2 is not ABSENT and held_2 is not False:
     value = record(('text', 'date',), call(builtin_concat, '@', call(builtin_array_slice, local_0, 0, local_1)), reference(local_0, local_1))
 return value
def rule_56():
 if (value := found.get('rule_56')) is not None:
  return value
 value = RegoSet()
 value.add(field(resource.get('ResourceConfig', ABSENT), 'InstanceType'))
 for item_1 in elements(field(resource.get('ResourceConfig', ABSENT), 'InstanceGroups')):
  local_2 = (item_1.get('InstanceType', ABSENT) if type(item_1) is dict else ABSENT)
  if local_2 is not ABSENT:
   value.add(local_2)
 for item_4 in elements(field(resource.get('ResourceConfig', ABSENT), 'InstancePreferences')):
  local_5 = (item_4.get('InstanceType', ABSENT) if type(item_4) is dict else ABSENT)
  if local_5 is not ABSENT:
   value.add(local_5)
 found['rule_56'] = value
 return value
def rule_57():
 if (value := found.get('rule_57')) is not None:
  return value
 value = ABSENT
 value = rule_49(rule_56())
 found['rule_57'] = value
 return value
def rule_58():
 if (value := found.get('rule_58')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 held_1 = field(resource.get('ResourceConfig', ABSENT), 'InstanceType')
 if held_1 is not ABSENT and held_1 is not False:
  chosen_0 = 'resource.ResourceConfig.InstanceType'
 if chosen_0 is ABSENT:
  chosen_0 = 'resource.ResourceConfig'
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 found['rule_58'] = value
 return value
def rule_59():
 if (value := found.get('rule_59')) is not None:
  return value
 value = ABSENT
 held_0 = rule_42(rule_56())
 if held_0 is not ABSENT and held_0 is not False:
  value = True
 found['rule_59'] = value
 return value
def rule_60():
 if (value := found.get('rule_60')) is not None:
  return value
 value = ABSENT
 held_0 = rule_43(rule_56())
 if held_0 is not ABSENT and held_0 is not False:
  value = True
 found['rule_60'] = value
 return value
def rule_61():
 if (value := found.get('rule_61')) is not None:
  return value
 value = ABSENT
 held_0 = rule_45(rule_56())
 if held_0 is not ABSENT and held_0 is not False:
  value = True
 found['rule_61'] = value
 return value
def rule_62():
 if (value := found.get('rule_62')) is not None:
  return value
 value = ABSENT
 held_0 = rule_46(rule_56())
 if held_0 is not ABSENT and held_0 is not False:
  value = True
 found['rule_62'] = value
 return value
def rule_63():
 if (value := found.get('rule_63')) is not None:
  return value
 value = ABSENT
 value = rule_47(rule_56())
 found['rule_63'] = value
 return value
def rule_64():
 if (value := found.get('rule_64')) is not None:
  return value
 value = ABSENT
 value = field(resource.get('AlgorithmSpecification', ABSENT), 'TrainingImage')
 found['rule_64'] = value
 return value
def rule_65():
 if (value := found.get('rule_65')) is not None:
  return value
 value = ABSENT
 value = rule_35(rule_64())
 found['rule_65'] = value
 return value
def rule_66():
 if (value := found.get('rule_66')) is not None:
  return value
 value = ABSENT
 value = once(value, rule_67())
 held_0 = rule_67()
 if held_0 is ABSENT or held_0 is False:
  value = once(value, rule_34(rule_64()))
 found['rule_66'] = value
 return value
def rule_67():
 if (value := found.get('rule_67')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 local_1 = call(builtin_split, rule_68(), '-')
 if local_1 is not ABSENT:
  local_2 = reference(data_reference_algorithms, call(builtin_concat, '', array('jumpstart:', reference(local_1, 0))))
  if local_2 is not ABSENT:
   chosen_0 = local_2
 if chosen_0 is ABSENT:
  local_3 = call(builtin_split, rule_68(), '-')
  if local_3 is not ABSENT:
   local_4 = reference(data_reference_algorithms, call(builtin_concat, '', array('jumpstart:', reference(local_3, 0), '-', reference(local_3, 1))))
   if local_4 is not ABSENT:
    chosen_0 = local_4
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 found['rule_67'] = value
 return value
def rule_68():
 if (value := found.get('rule_68')) is not None:
  return value
 value = ABSENT
 value = field(given, 'tags', 'sagemaker-sdk:jumpstart-model-id')
 found['rule_68'] = value
 return value
def rule_69():
 if (value := found.get('rule_69')) is not None:
  return value
 value = ABSENT
 if unequal(field(resource.get('AlgorithmSpecification', ABSENT), 'AlgorithmName'), '') is True:
  value = True
 found['rule_69'] = value
 return value
def rule_70():
 if (value := found.get('rule_70')) is not None:
  return value
 value = RegoSet()
 held_0 = resource.get('AutoMLJobArn', ABSENT)
 if held_0 is not ABSENT and held_0 is not False:
  value.add('Autopilot started the job and chose its settings')
 held_1 = resource.get('LabelingJobArn', ABSENT)
 if held_1 is not ABSENT and held_1 is not False:
  value.add('Ground Truth started the job and chose its settings')
 found['rule_70'] = value
 return value
def rule_71():
 if (value := found.get('rule_71')) is not None:
  return value
 value = ABSENT
 value = divide(multiply(field(given, 'runs', 'instance_hours'), 30), call_one(builtin_max, array(30, field(given, 'runs', 'days'))))
 found['rule_71'] = value
 return value
def rule_72():
 if (value := found.get('rule_72')) is not None:
  return value
 value = ABSENT
 value = record(('saving',), record(('component', 'instance_type', 'hours_per_month', 'instead',), 'Training', field(resource.get('ResourceConfig', ABSENT), 'InstanceType'), rule_71(), rule_48(field(resource.get('ResourceConfig', ABSENT), 'InstanceType'))))
 if value is ABSENT:
  value = {}
 found['rule_72'] = value
 return value
def rule_73():
 if (value := found.get('rule_73')) is not None:
  return value
 value = ABSENT
 value = call(builtin_sprintf, '%d', array(call_one(builtin_max, array(1, call_one(builtin_round, field(given, 'runs', 'instance_hours'))))))
 found['rule_73'] = value
 return value
def rule_74():
 if (value := found.get('rule_74')) is not None:
  return value
 value = ABSENT
 value = 86400
 found['rule_74'] = value
 return value
def rule_75():
 if (value := found.get('rule_75')) is not None:
  return value
 value = ABSENT
 value = once(value, field(resource.get('StoppingCondition', ABSENT), 'MaxRuntimeInSeconds'))
 held_0 = field(resource.get('StoppingCondition', ABSENT), 'MaxRuntimeInSeconds')
 if held_0 is ABSENT or held_0 is False:
  value = once(value, rule_74())
 found['rule_75'] = value
 return value
def rule_76():
 if (value := found.get('rule_76')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(rule_79()):
  if more(call_one(builtin_count, rule_80()), 0) is True:
   local_2 = record(('path', 'message', 'severity', 'confidence', 'evidence',), (item_1.get('path', ABSENT) if type(item_1) is dict else ABSENT), call(builtin_sprintf, '%s serves %s, %s', array((item_1.get('type', ABSENT) if type(item_1) is dict else ABSENT), rule_10(rule_80()), rule_83())), rule_84(), rule_85(), record(('instance_type', 'images',), (item_1.get('type', ABSENT) if type(item_1) is dict else ABSENT), call_one(builtin_sort, rule_7())))
   if local_2 is not ABSENT:
    local_3 = rule_14((item_1.get('type', ABSENT) if type(item_1) is dict else ABSENT))
    if local_3 is not ABSENT:
     value.add(call(builtin_object_union, local_2, local_3))
 found['rule_76'] = value
 return value
def rule_77():
 if (value := found.get('rule_77')) is not None:
  return value
 value = RegoSet()
 held_0 = resource.get('ServerlessConfig', ABSENT)
 if held_0 is not ABSENT and held_0 is not False:
  value.add(record(('reason',), 'a serverless variant has no accelerator'))
 for item_2 in elements(rule_81()):
  if more(call_one(builtin_count, rule_80()), 0) is True:
   value.add(record(('reason',), call(builtin_sprintf, 'container %s of the same model uses the accelerator', array(rule_24(item_2)))))
 found['rule_77'] = value
 return value
def rule_78():
 if (value := found.get('rule_78')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(rule_13()):
  value.add(item_1)
 for item_3 in elements(rule_79()):
  if equal(call_one(builtin_count, rule_81()), 0) is True:
   for item_5 in elements(rule_11()):
    value.add(record(('path', 'reason',), (item_3.get('path', ABSENT) if type(item_3) is dict else ABSENT), item_5))
 found['rule_78'] = value
 return value
def rule_79():
 if (value := found.get('rule_79')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(rule_12()):
  if member((item_1.get('accelerator', ABSENT) if type(item_1) is dict else ABSENT), new_set('none', 'unknown')) is not True:
   value.add(item_1)
 found['rule_79'] = value
 return value
def rule_80():
 if (value := found.get('rule_80')) is not None:
  return value
 value = RegoSet()
 if more(call_one(builtin_count, rule_79()), 0) is True:
  for item_1 in elements(rule_7()):
   if member(reference(rule_9(), item_1, 'infer_gpu'), new_set('no', 'unneeded')) is True:
    value.add(item_1)
 found['rule_80'] = value
 return value
def rule_81():
 if (value := found.get('rule_81')) is not None:
  return value
 value = RegoSet()
 if more(call_one(builtin_count, rule_79()), 0) is True:
  for item_1 in elements(rule_7()):
   local_2 = reference(rule_9(), item_1, 'infer_gpu')
   if local_2 is not ABSENT:
    if member(local_2, new_set('no', 'unneeded')) is not True:
     if rule_35(item_1) != 'cpu':
      value.add(item_1)
 found['rule_81'] = value
 return value
def rule_82():
 if (value := found.get('rule_82')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(rule_80()):
  if reference(rule_9(), item_1, 'infer_gpu') == 'no':
   value.add(item_1)
 found['rule_82'] = value
 return value
def rule_83():
 if (value := found.get('rule_83')) is not None:
  return value
 value = ABSENT
 if more(call_one(builtin_count, rule_82()), 0) is True:
  value = 'which cannot use an accelerator for inference'
 if value is ABSENT:
  value = 'for which a CPU is sufficient'
 found['rule_83'] = value
 return value
def rule_84():
 if (value := found.get('rule_84')) is not None:
  return value
 value = ABSENT
 if more(call_one(builtin_count, rule_82()), 0) is True:
  value = 'high'
 if value is ABSENT:
  value = 'medium'
 found['rule_84'] = value
 return value
def rule_85():
 if (value := found.get('rule_85')) is not None:
  return value
 value = ABSENT
 for item_1 in elements(rule_82()):
  held_2 = rule_31(item_1)
  if held_2 is not ABSENT and held_2 is not False:
   if unequal(rule_24(item_1), 'sagemaker-scikit-learn') is True:
    value = once(value, 'certain')
 if value is ABSENT:
  value = 'heuristic'
 found['rule_85'] = value
 return value
def rule_86():
 if (value := found.get('rule_86')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(rule_89()):
  held_2 = rule_90()
  if held_2 is ABSENT or held_2 is False:
   if equal(call_one(builtin_count, rule_94()), 0) is True:
    local_3 = record(('path', 'message', 'confidence', 'evidence',), (item_1.get('path', ABSENT) if type(item_1) is dict else ABSENT), call(builtin_sprintf, '%s serves %s, and %s', array((item_1.get('type', ABSENT) if type(item_1) is dict else ABSENT), rule_96(), rule_97())), 'heuristic', record(('instance_type', 'images', 'environment_keys_looked_for', 'tags_looked_for',), (item_1.get('type', ABSENT) if type(item_1) is dict else ABSENT), call_one(builtin_sort, rule_7()), data_params_inference_gpu_justification_environment_keys, array(data_params_inference_gpu_justification_justification_tag, data_params_inference_gpu_justification_latency_tag)))
    if local_3 is not ABSENT:
     local_4 = rule_98((item_1.get('type', ABSENT) if type(item_1) is dict else ABSENT))
     if local_4 is not ABSENT:
      value.add(call(builtin_object_union, local_3, local_4))
 found['rule_86'] = value
 return value
def rule_87():
 if (value := found.get('rule_87')) is not None:
  return value
 value = RegoSet()
 held_0 = resource.get('ServerlessConfig', ABSENT)
 if held_0 is not ABSENT and held_0 is not False:
  value.add(record(('reason',), 'a serverless variant has no GPU'))
 if more(call_one(builtin_count, rule_89()), 0) is True:
  held_1 = rule_3()
  if held_1 is not ABSENT and held_1 is not False:
   value.add(record(('reason',), 'the models of a multi-model endpoint share the memory of the GPU'))
 for item_3 in elements(rule_12()):
  if member((item_3.get('accelerator', ABSENT) if type(item_3) is dict else ABSENT), new_set('none', 'nvidia-gpu', 'unknown')) is not True:
   if equal(call_one(builtin_count, rule_89()), 0) is True:
    value.add(record(('reason',), call(builtin_sprintf, '%s has no GPU but another accelerator', array((item_3.get('type', ABSENT) if type(item_3) is dict else ABSENT)))))
 for item_5 in elements(rule_89()):
  for item_7 in elements(rule_94()):
   value.add(record(('reason',), call(builtin_sprintf, 'declared in the tag %s: %s', array(item_7, reference(given, 'tags', item_7)))))
 found['rule_87'] = value
 return value
def rule_88():
 if (value := found.get('rule_88')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(rule_13()):
  value.add(item_1)
 for item_3 in elements(rule_89()):
  held_4 = rule_90()
  if held_4 is ABSENT or held_4 is False:
   if equal(call_one(builtin_count, rule_87()), 0) is True:
    for item_6 in elements(rule_11()):
     value.add(record(('path', 'reason',), (item_3.get('path', ABSENT) if type(item_3) is dict else ABSENT), item_6))
 found['rule_88'] = value
 return value
def rule_89():
 if (value := found.get('rule_89')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(rule_12()):
  if (item_1.get('accelerator', ABSENT) if type(item_1) is dict else ABSENT) == 'nvidia-gpu':
   value.add(item_1)
 found['rule_89'] = value
 return value
def rule_90():
 if (value := found.get('rule_90')) is not None:
  return value
 value = ABSENT
 for item_1 in elements(rule_7()):
  held_2 = rule_91(item_1)
  if held_2 is not ABSENT and held_2 is not False:
   value = True
 for item_4 in elements(rule_6()):
  for item_6 in elements(data_params_inference_gpu_justification_environment_keys):
   held_7 = reference(item_4, 'Environment', item_6)
   if held_7 is not ABSENT and held_7 is not False:
    value = True
 for item_9 in elements(related.get('recommendation_jobs', ABSENT)):
  if (item_9.get('Status', ABSENT) if type(item_9) is dict else ABSENT) == 'COMPLETED':
   for item_11 in elements(union(rule_92(item_9), rule_93(item_9))):
    if rule_40(item_11) == 'none':
     value = True
 found['rule_90'] = value
 return value
def rule_91(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 if reference(rule_9(), argument_0, 'infer_gpu') == 'required':
  value = True
 if member(reference(rule_9(), argument_0, 'kind'), data_params_inference_gpu_justification_image_kinds) is True:
  if rule_35(argument_0) == 'gpu':
   value = True
 return value
def rule_92(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 def made_0():
  made = RegoSet()
  for item_2 in elements(field(argument_0, 'InputConfig', 'EndpointConfigurations')):
   local_3 = (item_2.get('InstanceType', ABSENT) if type(item_2) is dict else ABSENT)
   if local_3 is not ABSENT:
    made.add(local_3)
  return made
 value = made_0()
 return value
def rule_93(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 def made_0():
  made = RegoSet()
  for item_2 in elements((argument_0.get('InferenceRecommendations', ABSENT) if type(argument_0) is dict else ABSENT)):
   local_3 = field(item_2, 'EndpointConfiguration', 'InstanceType')
   if local_3 is not ABSENT:
    made.add(local_3)
  return made
 value = made_0()
 return value
def rule_94():
 if (value := found.get('rule_94')) is not None:
  return value
 value = RegoSet()
 local_0 = reference(given, 'tags', data_params_inference_gpu_justification_justification_tag)
 if local_0 is not ABSENT:
  if unequal(call_one(builtin_trim_space, local_0), '') is True:
   held_1 = rule_95(local_0)
   if held_1 is ABSENT or held_1 is False:
    value.add(data_params_inference_gpu_justification_justification_tag)
 local_2 = reference(given, 'tags', data_params_inference_gpu_justification_latency_tag)
 if local_2 is not ABSENT:
  held_3 = call(builtin_regex_match, '^[0-9]+(\\.[0-9]+)?(@|$)', local_2)
  if held_3 is not ABSENT and held_3 is not False:
   held_4 = rule_95(local_2)
   if held_4 is ABSENT or held_4 is False:
    value.add(data_params_inference_gpu_justification_latency_tag)
 found['rule_94'] = value
 return value
def rule_95(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 if more(rule_54(field(rule_55(argument_0), 'date')), 0) is True:
  value = True
 return value
def rule_96():
 if (value := found.get('rule_96')) is not None:
  return value
 value = ABSENT
 if more(call_one(builtin_count, rule_7()), 0) is True:
  value = rule_10(rule_7())
 if value is ABSENT:
  value = 'a model'
 found['rule_96'] = value
 return value
def rule_97():
 if (value := found.get('rule_97')) is not None:
  return value
 value = ABSENT
 def made_0():
  made = []
  for item_2 in elements_in_order(array(data_params_inference_gpu_justification_justification_tag, data_params_inference_gpu_justification_latency_tag)):
   held_3 = reference(given, 'tags', item_2)
   if held_3 is not ABSENT and held_3 is not False:
    grow(made, item_2)
  return made
 local_4 = made_0()
 if local_4 is not ABSENT:
  local_5 = reference(local_4, 0)
  if local_5 is not ABSENT:
   value = call(builtin_sprintf, 'the tag %s gives no reason for today: %s', array(local_5, reference(given, 'tags', local_5)))
 if value is ABSENT:
  value = 'nothing says why it needs a GPU'
 found['rule_97'] = value
 return value
def rule_98(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 chosen_0 = ABSENT
 for item_2 in elements(rule_7()):
  if member(reference(rule_9(), item_2, 'infer_gpu'), new_set('no', 'unneeded')) is not True:
   chosen_0 = once(chosen_0, rule_14(argument_0))
 if chosen_0 is ABSENT:
  chosen_0 = {}
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 return value
def rule_99():
 if (value := found.get('rule_99')) is not None:
  return value
 value = RegoSet()
 local_0 = rule_16()
 if local_0 is not ABSENT:
  if less((local_0.get('instances', ABSENT) if type(local_0) is dict else ABSENT), data_params_inference_production_redundancy_min_instances) is True:
   held_1 = resource.get('ServerlessConfig', ABSENT)
   if held_1 is ABSENT or held_1 is False:
    value.add(record(('path', 'message', 'severity', 'evidence',), (local_0.get('path', ABSENT) if type(local_0) is dict else ABSENT), call(builtin_sprintf, 'the variant keeps %s: %s is %d', array(rule_104((local_0.get('instances', ABSENT) if type(local_0) is dict else ABSENT)), (local_0.get('says', ABSENT) if type(local_0) is dict else ABSENT), (local_0.get('instances', ABSENT) if type(local_0) is dict else ABSENT))), rule_103(), record(('minimum_instances', 'decided_by', 'environment', 'extra_instance_hours_per_month',), (local_0.get('instances', ABSENT) if type(local_0) is dict else ABSENT), (local_0.get('says', ABSENT) if type(local_0) is dict else ABSENT), (given.get('environment', ABSENT) if type(given) is dict else ABSENT), multiply(subtract(data_params_inference_production_redundancy_min_instances, (local_0.get('instances', ABSENT) if type(local_0) is dict else ABSENT)), 730))))
 found['rule_99'] = value
 return value
def rule_100():
 if (value := found.get('rule_100')) is not None:
  return value
 value = RegoSet()
 if (given.get('environment', ABSENT) if type(given) is dict else ABSENT) == 'non-production':
  value.add(record(('reason',), 'the variant does not serve production'))
 held_0 = resource.get('ServerlessConfig', ABSENT)
 if held_0 is not ABSENT and held_0 is not False:
  value.add(record(('reason',), 'the service spreads a serverless variant over Availability Zones'))
 held_1 = rule_0()
 if held_1 is not ABSENT and held_1 is not False:
  value.add(record(('reason',), 'the queue of an asynchronous endpoint keeps requests until there is an instance'))
 held_2 = rule_1()
 if held_2 is not ABSENT and held_2 is not False:
  value.add(record(('reason',), 'nobody waits for the answers of a shadow variant'))
 held_3 = rule_4()
 if held_3 is not ABSENT and held_3 is not False:
  value.add(record(('reason',), 'the variant gets no traffic: its weight is 0'))
 for item_5 in elements(related.get('endpoint_config', ABSENT)):
  for item_7 in elements((item_5.get('ProductionVariants', ABSENT) if type(item_5) is dict else ABSENT)):
   if unequal((item_7.get('VariantName', ABSENT) if type(item_7) is dict else ABSENT), resource.get('VariantName', ABSENT)) is True:
    if equal((item_7.get('ModelName', ABSENT) if type(item_7) is dict else ABSENT), resource.get('ModelName', ABSENT)) is True:
     if equal((item_7.get('InitialVariantWeight', ABSENT) if type(item_7) is dict else ABSENT), 0) is not True:
      if member((item_7.get('VariantName', ABSENT) if type(item_7) is dict else ABSENT), rule_102()) is not True:
       value.add(record(('reason',), call(builtin_sprintf, 'variant %s of the endpoint serves the same model', array((item_7.get('VariantName', ABSENT) if type(item_7) is dict else ABSENT)))))
 found['rule_100'] = value
 return value
def rule_101():
 if (value := found.get('rule_101')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_16()
 if held_0 is ABSENT or held_0 is False:
  if equal(call_one(builtin_count, rule_100()), 0) is True:
   value.add(record(('path', 'reason',), 'resource.InitialInstanceCount', 'nothing says how many instances the variant has'))
 found['rule_101'] = value
 return value
def rule_102():
 if (value := found.get('rule_102')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(related.get('endpoint', ABSENT)):
  for item_3 in elements((item_1.get('ProductionVariants', ABSENT) if type(item_1) is dict else ABSENT)):
   if equal((item_3.get('DesiredWeight', ABSENT) if type(item_3) is dict else ABSENT), 0) is True:
    local_4 = (item_3.get('VariantName', ABSENT) if type(item_3) is dict else ABSENT)
    if local_4 is not ABSENT:
     value.add(local_4)
 found['rule_102'] = value
 return value
def rule_103():
 if (value := found.get('rule_103')) is not None:
  return value
 value = ABSENT
 if (given.get('environment', ABSENT) if type(given) is dict else ABSENT) == 'production':
  value = 'high'
 if value is ABSENT:
  value = 'info'
 found['rule_103'] = value
 return value
def rule_104(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 if equal(argument_0, 0) is True:
  value = once(value, 'no instance')
 if equal(argument_0, 1) is True:
  value = once(value, 'only 1 instance')
 if more(argument_0, 1) is True:
  value = once(value, call(builtin_sprintf, 'only %d instances', array(argument_0)))
 return value
def rule_105():
 if (value := found.get('rule_105')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(rule_108()):
  if less(call_one(builtin_count, rule_110(item_1)), 2) is True:
   held_2 = rule_109(item_1)
   if held_2 is not ABSENT and held_2 is not False:
    def made_3():
     made = {}
     for item_5 in elements((item_1.get('subnets', ABSENT) if type(item_1) is dict else ABSENT)):
      put(made, item_5, rule_119(item_5))
     return made
    value.add(record(('path', 'message', 'severity', 'evidence',), (item_1.get('path', ABSENT) if type(item_1) is dict else ABSENT), call(builtin_sprintf, '%s %s in %s', array(rule_116(item_1), rule_117(item_1), rule_118(item_1))), rule_115(), record(('zones',), made_3())))
 found['rule_105'] = value
 return value
def rule_106():
 if (value := found.get('rule_106')) is not None:
  return value
 value = RegoSet()
 held_0 = resource.get('ServerlessConfig', ABSENT)
 if held_0 is not ABSENT and held_0 is not False:
  value.add(record(('reason',), 'a serverless variant has no VPC'))
 held_1 = resource.get('ServerlessConfig', ABSENT)
 if held_1 is ABSENT or held_1 is False:
  if equal(call_one(builtin_count, rule_108()), 0) is True:
   value.add(record(('reason',), 'without a VpcConfig the service spreads the variant over Availability Zones'))
 found['rule_106'] = value
 return value
def rule_107():
 if (value := found.get('rule_107')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(rule_108()):
  if less(call_one(builtin_count, rule_110(item_1)), 2) is True:
   held_2 = rule_109(item_1)
   if held_2 is ABSENT or held_2 is False:
    for item_4 in elements((item_1.get('subnets', ABSENT) if type(item_1) is dict else ABSENT)):
     held_5 = reference(rule_111(), item_4)
     if held_5 is ABSENT or held_5 is False:
      value.add(record(('path', 'reason',), (item_1.get('path', ABSENT) if type(item_1) is dict else ABSENT), call(builtin_sprintf, 'the zone of subnet %s is not known', array(item_4))))
 found['rule_107'] = value
 return value
def rule_108():
 if (value := found.get('rule_108')) is not None:
  return value
 value = RegoSet()
 for key_0, item_1 in pairs(related.get('models', ABSENT)):
  if more(call_one(builtin_count, field(item_1, 'VpcConfig', 'Subnets')), 0) is True:
   local_2 = call(builtin_sprintf, 'related.models[%d].VpcConfig.Subnets', array(key_0))
   if local_2 is not ABSENT:
    def made_3():
     made = RegoSet()
     for item_5 in elements(field(item_1, 'VpcConfig', 'Subnets')):
      made.add(item_5)
     return made
    value.add(record(('path', 'subnets',), local_2, made_3()))
 for key_6, item_7 in pairs(related.get('endpoint_config', ABSENT)):
  if more(call_one(builtin_count, field(item_7, 'VpcConfig', 'Subnets')), 0) is True:
   local_8 = call(builtin_sprintf, 'related.endpoint_config[%d].VpcConfig.Subnets', array(key_6))
   if local_8 is not ABSENT:
    def made_9():
     made = RegoSet()
     for item_11 in elements(field(item_7, 'VpcConfig', 'Subnets')):
      made.add(item_11)
     return made
    value.add(record(('path', 'subnets',), local_8, made_9()))
 found['rule_108'] = value
 return value
def rule_109(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 if equal(call_one(builtin_count, (argument_0.get('subnets', ABSENT) if type(argument_0) is dict else ABSENT)), 1) is True:
  value = True
 def holds_0(domain):
  if domain is ABSENT:
   return ABSENT
  for item_1 in elements(domain):
   held = False
   held_2 = reference(rule_111(), item_1)
   if held_2 is not ABSENT and held_2 is not False:
    held = True
   if not held:
    return False
  return True
 if holds_0((argument_0.get('subnets', ABSENT) if type(argument_0) is dict else ABSENT)) is True:
  value = True
 return value
def rule_110(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 def made_0():
  made = RegoSet()
  for item_2 in elements((argument_0.get('subnets', ABSENT) if type(argument_0) is dict else ABSENT)):
   for item_4 in elements(reference(rule_111(), item_2)):
    if member(item_4, rule_113()) is not True:
     made.add(item_4)
  return made
 value = made_0()
 return value
def rule_111():
 if (value := found.get('rule_111')) is not None:
  return value
 value = {}
 held_0 = rule_112()
 if held_0 is not ABSENT and held_0 is not False:
  for item_2 in elements(related.get('subnets', ABSENT)):
   local_3 = (item_2.get('SubnetId', ABSENT) if type(item_2) is dict else ABSENT)
   if local_3 is not ABSENT:
    local_4 = (item_2.get('AvailabilityZoneId', ABSENT) if type(item_2) is dict else ABSENT)
    if local_4 is not ABSENT:
     put_in(value, local_3, local_4)
 held_5 = rule_112()
 if held_5 is ABSENT or held_5 is False:
  for item_7 in elements(related.get('subnets', ABSENT)):
   local_8 = (item_7.get('SubnetId', ABSENT) if type(item_7) is dict else ABSENT)
   if local_8 is not ABSENT:
    local_9 = (item_7.get('AvailabilityZone', ABSENT) if type(item_7) is dict else ABSENT)
    if local_9 is not ABSENT:
     put_in(value, local_8, local_9)
 found['rule_111'] = value
 return value
def rule_112():
 if (value := found.get('rule_112')) is not None:
  return value
 value = ABSENT
 def holds_0(domain):
  if domain is ABSENT:
   return ABSENT
  for item_1 in elements(domain):
   held = False
   held_2 = (item_1.get('AvailabilityZoneId', ABSENT) if type(item_1) is dict else ABSENT)
   if held_2 is not ABSENT and held_2 is not False:
    held = True
   if not held:
    return False
  return True
 if holds_0(related.get('subnets', ABSENT)) is True:
  value = True
 found['rule_112'] = value
 return value
def rule_113():
 if (value := found.get('rule_113')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(related.get('availability_zones', ABSENT)):
  if unequal((item_1.get('ZoneType', ABSENT) if type(item_1) is dict else ABSENT), 'availability-zone') is True:
   for item_3 in elements(array('ZoneName', 'ZoneId')):
    local_4 = reference(item_1, item_3)
    if local_4 is not ABSENT:
     value.add(local_4)
 held_5 = related.get('availability_zones', ABSENT)
 if held_5 is ABSENT or held_5 is False:
  for item_7 in elements(rule_111()):
   for item_9 in elements(item_7):
    held_10 = rule_114(call(builtin_split, item_9, '-'))
    if held_10 is not ABSENT and held_10 is not False:
     value.add(item_9)
 found['rule_113'] = value
 return value
def rule_114(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 if more(call_one(builtin_count, argument_0), 4) is True:
  value = True
 if equal(call_one(builtin_count, argument_0), 3) is True:
  held_0 = call(builtin_startswith, reference(argument_0, 2), 'az')
  if held_0 is not ABSENT and held_0 is not False:
   value = True
 return value
def rule_115():
 if (value := found.get('rule_115')) is not None:
  return value
 value = ABSENT
 if (given.get('environment', ABSENT) if type(given) is dict else ABSENT) == 'production':
  value = 'high'
 if value is ABSENT:
  value = 'low'
 found['rule_115'] = value
 return value
def rule_116(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 chosen_0 = ABSENT
 if equal(call_one(builtin_count, (argument_0.get('subnets', ABSENT) if type(argument_0) is dict else ABSENT)), 1) is True:
  chosen_0 = 'the only subnet'
 if chosen_0 is ABSENT:
  chosen_0 = call(builtin_sprintf, 'all %d subnets', array(call_one(builtin_count, (argument_0.get('subnets', ABSENT) if type(argument_0) is dict else ABSENT))))
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 return value
def rule_117(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 chosen_0 = ABSENT
 if equal(call_one(builtin_count, (argument_0.get('subnets', ABSENT) if type(argument_0) is dict else ABSENT)), 1) is True:
  chosen_0 = 'is'
 if chosen_0 is ABSENT:
  chosen_0 = 'are'
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 return value
def rule_118(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 chosen_0 = ABSENT
 for item_2 in elements(rule_110(argument_0)):
  chosen_0 = once(chosen_0, call(builtin_sprintf, 'one Availability Zone, %s', array(item_2)))
 if chosen_0 is ABSENT:
  def holds_3(domain):
   if domain is ABSENT:
    return ABSENT
   for item_4 in elements(domain):
    held = False
    if unequal(intersection(reference(rule_111(), item_4), rule_113()), new_set()) is True:
     held = True
    if not held:
     return False
   return True
  if holds_3((argument_0.get('subnets', ABSENT) if type(argument_0) is dict else ABSENT)) is True:
   chosen_0 = 'no Availability Zone'
  if chosen_0 is ABSENT:
   chosen_0 = 'one Availability Zone'
   if chosen_0 is ABSENT:
    pass
 value = once(value, chosen_0)
 return value
def rule_119(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 chosen_0 = ABSENT
 held_1 = reference(rule_111(), argument_0)
 if held_1 is not ABSENT and held_1 is not False:
  chosen_0 = call(builtin_concat, ', ', call_one(builtin_sort, reference(rule_111(), argument_0)))
 if chosen_0 is ABSENT:
  chosen_0 = 'unknown'
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 return value
def rule_120():
 if (value := found.get('rule_120')) is not None:
  return value
 value = RegoSet()
 if equal(call_one(builtin_count, rule_15()), 0) is True:
  held_0 = resource.get('ServerlessConfig', ABSENT)
  if held_0 is ABSENT or held_0 is False:
   held_1 = rule_2()
   if held_1 is ABSENT or held_1 is False:
    value.add(record(('path', 'message', 'severity', 'confidence', 'evidence',), 'resource.InitialInstanceCount', call(builtin_sprintf, '%s, and %s', array(rule_126(), rule_125())), rule_123(), rule_124(), rule_127()))
 found['rule_120'] = value
 return value
def rule_121():
 if (value := found.get('rule_121')) is not None:
  return value
 value = RegoSet()
 if (given.get('environment', ABSENT) if type(given) is dict else ABSENT) == 'non-production':
  value.add(record(('reason',), 'the variant does not serve production'))
 held_0 = resource.get('ServerlessConfig', ABSENT)
 if held_0 is not ABSENT and held_0 is not False:
  value.add(record(('reason',), 'the service scales a serverless variant'))
 held_1 = rule_0()
 if held_1 is not ABSENT and held_1 is not False:
  value.add(record(('reason',), 'an asynchronous endpoint scales with its queue, not with its requests'))
 held_2 = rule_1()
 if held_2 is not ABSENT and held_2 is not False:
  value.add(record(('reason',), 'a shadow variant follows the variant that it shadows'))
 for item_4 in elements(rule_12()):
  held_5 = call(builtin_startswith, (item_4.get('type', ABSENT) if type(item_4) is dict else ABSENT), 'ml.t2.')
  if held_5 is not ABSENT and held_5 is not False:
   value.add(record(('reason',), call(builtin_sprintf, '%s is burstable and cannot be scaled', array((item_4.get('type', ABSENT) if type(item_4) is dict else ABSENT)))))
 if (given.get('source', ABSENT) if type(given) is dict else ABSENT) == 'live':
  if equal(call_one(builtin_count, rule_15()), 0) is True:
   for item_7 in elements(related.get('endpoint', ABSENT)):
    if less(rule_54((item_7.get('CreationTime', ABSENT) if type(item_7) is dict else ABSENT)), data_params_scaling_autoscaling_registered_min_age_days) is True:
     value.add(record(('reason',), call(builtin_sprintf, 'the endpoint is younger than %d days', array(data_params_scaling_autoscaling_registered_min_age_days))))
 found['rule_121'] = value
 return value
def rule_122():
 if (value := found.get('rule_122')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_2()
 if held_0 is not ABSENT and held_0 is not False:
  if equal(call_one(builtin_count, rule_15()), 0) is True:
   if equal(call_one(builtin_count, rule_121()), 0) is True:
    value.add(record(('path', 'reason',), 'resource.ModelName', 'the scalable targets of inference components were not read'))
 found['rule_122'] = value
 return value
def rule_123():
 if (value := found.get('rule_123')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 if (given.get('environment', ABSENT) if type(given) is dict else ABSENT) != 'production':
  chosen_0 = 'info'
 if chosen_0 is ABSENT:
  held_1 = resource.get('CapacityReservationConfig', ABSENT)
  if held_1 is not ABSENT and held_1 is not False:
   chosen_0 = 'info'
  if chosen_0 is ABSENT:
   if at_least(rule_22(), 2) is True:
    chosen_0 = 'high'
   if chosen_0 is ABSENT:
    chosen_0 = 'medium'
    if chosen_0 is ABSENT:
     pass
 value = once(value, chosen_0)
 found['rule_123'] = value
 return value
def rule_124():
 if (value := found.get('rule_124')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 if (given.get('source', ABSENT) if type(given) is dict else ABSENT) == 'code':
  chosen_0 = 'heuristic'
 if chosen_0 is ABSENT:
  chosen_0 = 'certain'
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 found['rule_124'] = value
 return value
def rule_125():
 if (value := found.get('rule_125')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 if (given.get('source', ABSENT) if type(given) is dict else ABSENT) == 'code':
  chosen_0 = 'this code declares no scalable target for it'
 if chosen_0 is ABSENT:
  chosen_0 = 'no scalable target is registered for it'
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 found['rule_125'] = value
 return value
def rule_126():
 if (value := found.get('rule_126')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 if equal(rule_22(), 1) is True:
  chosen_0 = 'the variant has 1 instance'
 if chosen_0 is ABSENT:
  if at_least(rule_22(), 0) is True:
   chosen_0 = call(builtin_sprintf, 'the variant has %d instances', array(rule_22()))
  if chosen_0 is ABSENT:
   chosen_0 = 'the number of instances is fixed'
   if chosen_0 is ABSENT:
    pass
 value = once(value, chosen_0)
 found['rule_126'] = value
 return value
def rule_127():
 if (value := found.get('rule_127')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 if at_least(rule_22(), 0) is True:
  chosen_0 = record(('instances', 'environment',), rule_22(), (given.get('environment', ABSENT) if type(given) is dict else ABSENT))
 if chosen_0 is ABSENT:
  chosen_0 = {}
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 found['rule_127'] = value
 return value
def rule_128():
 if (value := found.get('rule_128')) is not None:
  return value
 value = RegoSet()
 for key_0, item_1 in pairs(related.get('scalable_targets', ABSENT)):
  if equal((item_1.get('MinCapacity', ABSENT) if type(item_1) is dict else ABSENT), (item_1.get('MaxCapacity', ABSENT) if type(item_1) is dict else ABSENT)) is True:
   held_2 = rule_130(item_1)
   if held_2 is ABSENT or held_2 is False:
    value.add(record(('path', 'message', 'evidence',), call(builtin_sprintf, 'related.scalable_targets[%d].MaxCapacity', array(key_0)), call(builtin_sprintf, 'MinCapacity and MaxCapacity of the scalable target are both %d', array((item_1.get('MaxCapacity', ABSENT) if type(item_1) is dict else ABSENT))), record(('min_capacity', 'max_capacity',), (item_1.get('MinCapacity', ABSENT) if type(item_1) is dict else ABSENT), (item_1.get('MaxCapacity', ABSENT) if type(item_1) is dict else ABSENT))))
 found['rule_128'] = value
 return value
def rule_129():
 if (value := found.get('rule_129')) is not None:
  return value
 value = RegoSet()
 for key_0, item_1 in pairs(related.get('scalable_targets', ABSENT)):
  if equal((item_1.get('MinCapacity', ABSENT) if type(item_1) is dict else ABSENT), 0) is True:
   if equal((item_1.get('MaxCapacity', ABSENT) if type(item_1) is dict else ABSENT), 0) is True:
    local_2 = call(builtin_sprintf, 'related.scalable_targets[%d]', array(key_0))
    if local_2 is not ABSENT:
     value.add(record(('reason', 'path',), 'the target is parked at zero', local_2))
 held_3 = reference(related.get('scalable_targets', ABSENT), 0)
 if held_3 is ABSENT or held_3 is False:
  value.add(record(('reason',), 'the variant has no scalable target'))
 found['rule_129'] = value
 return value
def rule_130(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 for item_1 in elements(related.get('scheduled_actions', ABSENT)):
  if equal((item_1.get('ScalableDimension', ABSENT) if type(item_1) is dict else ABSENT), (argument_0.get('ScalableDimension', ABSENT) if type(argument_0) is dict else ABSENT)) is True:
   for item_3 in elements((item_1.get('ScalableTargetAction', ABSENT) if type(item_1) is dict else ABSENT)):
    if unequal(item_3, (argument_0.get('MinCapacity', ABSENT) if type(argument_0) is dict else ABSENT)) is True:
     value = True
 return value
def rule_131():
 if (value := found.get('rule_131')) is not None:
  return value
 value = RegoSet()
 if more(call_one(builtin_count, rule_15()), 0) is True:
  held_0 = resource.get('ServerlessConfig', ABSENT)
  if held_0 is ABSENT or held_0 is False:
   held_1 = rule_136()
   if held_1 is ABSENT or held_1 is False:
    held_2 = rule_134()
    if held_2 is ABSENT or held_2 is False:
     local_3 = call(builtin_sprintf, 'the variant scales, and %s', array(rule_143()))
     if local_3 is not ABSENT:
      def made_4():
       made = RegoSet()
       for item_6 in elements(rule_135()):
        local_7 = (item_6.get('JobName', ABSENT) if type(item_6) is dict else ABSENT)
        if local_7 is not ABSENT:
         made.add(local_7)
       return made
      value.add(record(('path', 'message', 'severity', 'confidence', 'evidence',), call(builtin_sprintf, 'tags["%s"]', array(data_params_scaling_load_tested_load_test_tag)), local_3, rule_142(), 'heuristic', record(('looked_for', 'tag', 'stale_jobs', 'not_before',), array('a completed Advanced Inference Recommender job of the model and instance type', call(builtin_sprintf, 'a tag %s = <uri>@<YYYY-MM-DD>', array(data_params_scaling_load_tested_load_test_tag))), rule_145(), call_one(builtin_sort, made_4()), rule_141())))
 found['rule_131'] = value
 return value
def rule_132():
 if (value := found.get('rule_132')) is not None:
  return value
 value = RegoSet()
 if (given.get('environment', ABSENT) if type(given) is dict else ABSENT) == 'non-production':
  value.add(record(('reason',), 'the variant does not serve production'))
 held_0 = resource.get('ServerlessConfig', ABSENT)
 if held_0 is not ABSENT and held_0 is not False:
  value.add(record(('reason',), 'the service scales a serverless variant'))
 held_1 = rule_2()
 if held_1 is ABSENT or held_1 is False:
  if equal(call_one(builtin_count, rule_15()), 0) is True:
   value.add(record(('reason',), 'the variant does not scale: it has no scalable target'))
 local_2 = call(builtin_sprintf, 'declared in the tag %s: load test %s of %s', array(data_params_scaling_load_tested_load_test_tag, field(rule_134(), 'text'), field(rule_134(), 'date')))
 if local_2 is not ABSENT:
  value.add(record(('reason',), local_2))
 found['rule_132'] = value
 return value
def rule_133():
 if (value := found.get('rule_133')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_2()
 if held_0 is not ABSENT and held_0 is not False:
  if equal(call_one(builtin_count, rule_15()), 0) is True:
   if equal(call_one(builtin_count, rule_132()), 0) is True:
    value.add(record(('path', 'reason',), 'resource.ModelName', 'the scalable targets of inference components were not read'))
 found['rule_133'] = value
 return value
def rule_134():
 if (value := found.get('rule_134')) is not None:
  return value
 value = ABSENT
 local_0 = rule_55(reference(given, 'tags', data_params_scaling_load_tested_load_test_tag))
 if local_0 is not ABSENT:
  held_1 = rule_138((local_0.get('date', ABSENT) if type(local_0) is dict else ABSENT))
  if held_1 is not ABSENT and held_1 is not False:
   value = local_0
 found['rule_134'] = value
 return value
def rule_135():
 if (value := found.get('rule_135')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(related.get('recommendation_jobs', ABSENT)):
  if (item_1.get('JobType', ABSENT) if type(item_1) is dict else ABSENT) == 'Advanced':
   if (item_1.get('Status', ABSENT) if type(item_1) is dict else ABSENT) == 'COMPLETED':
    held_2 = rule_137(item_1)
    if held_2 is not ABSENT and held_2 is not False:
     value.add(item_1)
 found['rule_135'] = value
 return value
def rule_136():
 if (value := found.get('rule_136')) is not None:
  return value
 value = ABSENT
 for item_1 in elements(rule_135()):
  held_2 = rule_138((item_1.get('CompletionTime', ABSENT) if type(item_1) is dict else ABSENT))
  if held_2 is not ABSENT and held_2 is not False:
   value = True
 found['rule_136'] = value
 return value
def rule_137(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 if equal(field(argument_0, 'InputConfig', 'ModelName'), resource.get('ModelName', ABSENT)) is True:
  for item_1 in elements(field(argument_0, 'InputConfig', 'EndpointConfigurations')):
   if equal((item_1.get('InstanceType', ABSENT) if type(item_1) is dict else ABSENT), resource.get('InstanceType', ABSENT)) is True:
    value = True
 for item_3 in elements(field(argument_0, 'InputConfig', 'Endpoints')):
  for item_5 in elements(related.get('endpoint', ABSENT)):
   if equal((item_3.get('EndpointName', ABSENT) if type(item_3) is dict else ABSENT), (item_5.get('EndpointName', ABSENT) if type(item_5) is dict else ABSENT)) is True:
    value = True
 return value
def rule_138(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 if at_least(rule_54(argument_0), 0) is True:
  if at_most(rule_54(argument_0), rule_139()) is True:
   value = True
 return value
def rule_139():
 if (value := found.get('rule_139')) is not None:
  return value
 value = ABSENT
 value = once(value, rule_54(rule_140()))
 held_0 = rule_140()
 if held_0 is ABSENT or held_0 is False:
  value = once(value, data_params_scaling_load_tested_max_age_days)
 found['rule_139'] = value
 return value
def rule_140():
 if (value := found.get('rule_140')) is not None:
  return value
 value = ABSENT
 for item_1 in elements(related.get('endpoint_config', ABSENT)):
  local_2 = (item_1.get('CreationTime', ABSENT) if type(item_1) is dict else ABSENT)
  if local_2 is not ABSENT:
   value = once(value, local_2)
 found['rule_140'] = value
 return value
def rule_141():
 if (value := found.get('rule_141')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 held_1 = rule_140()
 if held_1 is not ABSENT and held_1 is not False:
  chosen_0 = call(builtin_substring, rule_140(), 0, 10)
 if chosen_0 is ABSENT:
  chosen_0 = call(builtin_sprintf, '%d days ago', array(data_params_scaling_load_tested_max_age_days))
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 found['rule_141'] = value
 return value
def rule_142():
 if (value := found.get('rule_142')) is not None:
  return value
 value = ABSENT
 if (given.get('environment', ABSENT) if type(given) is dict else ABSENT) == 'production':
  value = 'medium'
 if value is ABSENT:
  value = 'info'
 found['rule_142'] = value
 return value
def rule_143():
 if (value := found.get('rule_143')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 local_1 = rule_55(reference(given, 'tags', data_params_scaling_load_tested_load_test_tag))
 if local_1 is not ABSENT:
  chosen_0 = call(builtin_sprintf, 'its load test of %s is stale: it needs one since %s', array((local_1.get('date', ABSENT) if type(local_1) is dict else ABSENT), rule_141()))
 if chosen_0 is ABSENT:
  local_2 = data_params_scaling_load_tested_load_test_tag
  if local_2 is not ABSENT:
   held_3 = reference(given, 'tags', local_2)
   if held_3 is not ABSENT and held_3 is not False:
    chosen_0 = call(builtin_sprintf, 'its tag %s does not end in @ and a day: %s', array(local_2, reference(given, 'tags', local_2)))
  if chosen_0 is ABSENT:
   if more(call_one(builtin_count, rule_135()), 0) is True:
    chosen_0 = call(builtin_sprintf, 'its last load test, %s, is stale: it needs one since %s', array(rule_144(), rule_141()))
   if chosen_0 is ABSENT:
    chosen_0 = 'nothing shows that it was load-tested'
    if chosen_0 is ABSENT:
     pass
 value = once(value, chosen_0)
 found['rule_143'] = value
 return value
def rule_144():
 if (value := found.get('rule_144')) is not None:
  return value
 value = ABSENT
 def made_0():
  made = RegoSet()
  for item_2 in elements(rule_135()):
   local_3 = call(builtin_substring, (item_2.get('CompletionTime', ABSENT) if type(item_2) is dict else ABSENT), 0, 10)
   if local_3 is not ABSENT:
    made.add(local_3)
  return made
 value = call_one(builtin_max, made_0())
 found['rule_144'] = value
 return value
def rule_145():
 if (value := found.get('rule_145')) is not None:
  return value
 value = ABSENT
 value = reference(given, 'tags', data_params_scaling_load_tested_load_test_tag)
 if value is ABSENT:
  value = ''
 found['rule_145'] = value
 return value
def rule_146():
 if (value := found.get('rule_146')) is not None:
  return value
 value = RegoSet()
 for key_0, item_1 in pairs(related.get('scalable_targets', ABSENT)):
  if member((item_1.get('ScalableDimension', ABSENT) if type(item_1) is dict else ABSENT), rule_148()) is not True:
   local_2 = rule_149(item_1)
   if local_2 is not ABSENT:
    local_3 = call(builtin_sprintf, 'the scalable target%s has %s', array(rule_150(item_1), rule_152()))
    if local_3 is not ABSENT:
     value.add(record(('path', 'message', 'confidence', 'evidence',), call(builtin_sprintf, 'related.scalable_targets[%d]', array(key_0)), local_3, rule_151(), local_2))
 found['rule_146'] = value
 return value
def rule_147():
 if (value := found.get('rule_147')) is not None:
  return value
 value = RegoSet()
 held_0 = reference(related.get('scalable_targets', ABSENT), 0)
 if held_0 is ABSENT or held_0 is False:
  value.add(record(('reason',), 'the variant has no scalable target'))
 found['rule_147'] = value
 return value
def rule_148():
 if (value := found.get('rule_148')) is not None:
  return value
 value = RegoSet()
 for item_1 in elements(related.get('scaling_policies', ABSENT)):
  local_2 = (item_1.get('ScalableDimension', ABSENT) if type(item_1) is dict else ABSENT)
  if local_2 is not ABSENT:
   value.add(local_2)
 for item_4 in elements(related.get('scheduled_actions', ABSENT)):
  local_5 = (item_4.get('ScalableDimension', ABSENT) if type(item_4) is dict else ABSENT)
  if local_5 is not ABSENT:
   value.add(local_5)
 found['rule_148'] = value
 return value
def rule_149(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 chosen_0 = ABSENT
 if at_least((argument_0.get('MinCapacity', ABSENT) if type(argument_0) is dict else ABSENT), 0) is True:
  if at_least((argument_0.get('MaxCapacity', ABSENT) if type(argument_0) is dict else ABSENT), 0) is True:
   chosen_0 = record(('min_capacity', 'max_capacity',), (argument_0.get('MinCapacity', ABSENT) if type(argument_0) is dict else ABSENT), (argument_0.get('MaxCapacity', ABSENT) if type(argument_0) is dict else ABSENT))
 if chosen_0 is ABSENT:
  chosen_0 = {}
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 return value
def rule_150(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 chosen_0 = ABSENT
 if unequal(rule_149(argument_0), {}) is True:
  chosen_0 = call(builtin_sprintf, ' (%d to %d)', array((argument_0.get('MinCapacity', ABSENT) if type(argument_0) is dict else ABSENT), (argument_0.get('MaxCapacity', ABSENT) if type(argument_0) is dict else ABSENT)))
 if chosen_0 is ABSENT:
  chosen_0 = ''
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 return value
def rule_151():
 if (value := found.get('rule_151')) is not None:
  return value
 value = ABSENT
 if (given.get('source', ABSENT) if type(given) is dict else ABSENT) == 'code':
  value = 'heuristic'
 if value is ABSENT:
  value = 'certain'
 found['rule_151'] = value
 return value
def rule_152():
 if (value := found.get('rule_152')) is not None:
  return value
 value = ABSENT
 if (given.get('source', ABSENT) if type(given) is dict else ABSENT) == 'code':
  value = 'no scaling policy and no scheduled action in this code'
 if value is ABSENT:
  value = 'no scaling policy and no scheduled action'
 found['rule_152'] = value
 return value
def rule_153():
 if (value := found.get('rule_153')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_60()
 if held_0 is not ABSENT and held_0 is not False:
  local_1 = call(builtin_sprintf, 'no accelerator on %s, and %s', array(rule_57(), rule_158()))
  if local_1 is not ABSENT:
   value.add(record(('path', 'message', 'severity', 'confidence', 'evidence',), rule_58(), local_1, rule_161(), rule_162(), rule_163()))
 found['rule_153'] = value
 return value
def rule_154():
 if (value := found.get('rule_154')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_59()
 if held_0 is ABSENT or held_0 is False:
  held_1 = rule_156()
  if held_1 is not ABSENT and held_1 is not False:
   for item_3 in elements(rule_160()):
    value.add(record(('reason',), item_3))
 found['rule_154'] = value
 return value
def rule_155():
 if (value := found.get('rule_155')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_60()
 if held_0 is not ABSENT and held_0 is not False:
  held_1 = rule_157()
  if held_1 is not ABSENT and held_1 is not False:
   if equal(call_one(builtin_count, rule_160()), 0) is True:
    local_2 = call(builtin_sprintf, 'the image %s does not tell whether it needs a GPU', array(rule_64()))
    if local_2 is not ABSENT:
     value.add(record(('path', 'reason',), 'resource.AlgorithmSpecification.TrainingImage', local_2))
 held_3 = rule_60()
 if held_3 is not ABSENT and held_3 is not False:
  held_4 = rule_69()
  if held_4 is not ABSENT and held_4 is not False:
   if equal(call_one(builtin_count, rule_160()), 0) is True:
    value.add(record(('path', 'reason',), 'resource.AlgorithmSpecification.AlgorithmName', 'nothing says whether this Marketplace algorithm needs a GPU'))
 held_5 = rule_62()
 if held_5 is not ABSENT and held_5 is not False:
  held_6 = rule_158()
  if held_6 is not ABSENT and held_6 is not False:
   if equal(call_one(builtin_count, rule_160()), 0) is True:
    value.add(record(('path', 'reason',), rule_58(), rule_63()))
 found['rule_155'] = value
 return value
def rule_156():
 if (value := found.get('rule_156')) is not None:
  return value
 value = ABSENT
 held_0 = rule_158()
 if held_0 is not ABSENT and held_0 is not False:
  value = True
 held_1 = rule_157()
 if held_1 is not ABSENT and held_1 is not False:
  value = True
 held_2 = rule_69()
 if held_2 is not ABSENT and held_2 is not False:
  value = True
 found['rule_156'] = value
 return value
def rule_157():
 if (value := found.get('rule_157')) is not None:
  return value
 value = ABSENT
 held_0 = rule_64()
 if held_0 is not ABSENT and held_0 is not False:
  held_1 = rule_65()
  if held_1 is ABSENT or held_1 is False:
   if member(field(rule_66(), 'train_gpu'), new_set('required', 'no', 'neuron')) is not True:
    value = True
 found['rule_157'] = value
 return value
def rule_158():
 if (value := found.get('rule_158')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 held_1 = rule_159()
 if held_1 is not ABSENT and held_1 is not False:
  chosen_0 = call(builtin_sprintf, '%s requires a GPU', array(field(rule_66(), 'name')))
 if chosen_0 is ABSENT:
  if rule_65() == 'gpu':
   chosen_0 = call(builtin_sprintf, '%s is built for GPUs', array(rule_64()))
  if chosen_0 is ABSENT:
   if rule_65() == 'cpu':
    if field(rule_66(), 'kind') == 'dl-framework':
     local_2 = field(given, 'runs', 'training_seconds', 'median')
     if local_2 is not ABSENT:
      if more(local_2, data_params_training_gpu_for_deep_learning_long_seconds) is True:
       chosen_0 = call(builtin_sprintf, '%s trained for %d seconds (median)', array(rule_24(rule_64()), call_one(builtin_round, local_2)))
   if chosen_0 is ABSENT:
    pass
 value = once(value, chosen_0)
 found['rule_158'] = value
 return value
def rule_159():
 if (value := found.get('rule_159')) is not None:
  return value
 value = ABSENT
 if field(rule_66(), 'train_gpu') == 'required':
  if rule_65() != 'cpu':
   value = True
 found['rule_159'] = value
 return value
def rule_160():
 if (value := found.get('rule_160')) is not None:
  return value
 value = RegoSet()
 local_0 = field(given, 'runs', 'training_seconds', 'max')
 if local_0 is not ABSENT:
  if less(local_0, data_params_training_gpu_for_deep_learning_smoke_seconds) is True:
   local_1 = call(builtin_sprintf, 'no run took longer than %d seconds', array(call_one(builtin_round, local_0)))
   if local_1 is not ABSENT:
    value.add(local_1)
 local_2 = field(resource.get('HyperParameters', ABSENT), 'sagemaker_program')
 if local_2 is not ABSENT:
  for item_4 in elements(data_params_training_gpu_for_deep_learning_side_scripts):
   held_5 = call(builtin_contains, call_one(builtin_lower, local_2), item_4)
   if held_5 is not ABSENT and held_5 is not False:
    local_6 = call(builtin_sprintf, "the script's name contains %s, so it is not a training script", array(item_4))
    if local_6 is not ABSENT:
     value.add(local_6)
 for item_8 in elements(rule_70()):
  value.add(item_8)
 for item_10 in elements(field(resource.get('ResourceConfig', ABSENT), 'InstanceGroups')):
  held_11 = rule_41((item_10.get('InstanceType', ABSENT) if type(item_10) is dict else ABSENT))
  if held_11 is not ABSENT and held_11 is not False:
   held_12 = rule_60()
   if held_12 is ABSENT or held_12 is False:
    for item_14 in elements(field(resource.get('ResourceConfig', ABSENT), 'InstanceGroups')):
     if rule_40((item_14.get('InstanceType', ABSENT) if type(item_14) is dict else ABSENT)) == 'none':
      value.add('another instance group of the cluster has accelerators')
 held_15 = rule_60()
 if held_15 is not ABSENT and held_15 is not False:
  if member(field(rule_66(), 'train_gpu'), new_set('optional', 'recommended', 'open')) is True:
   if member(field(rule_66(), 'kind'), new_set('deep-learning', 'rl-framework', 'classical-ml')) is True:
    held_16 = rule_158()
    if held_16 is not ABSENT and held_16 is not False:
     local_17 = call(builtin_sprintf, "AWS's guide leaves the choice between CPU and GPU open for %s", array(field(rule_66(), 'name')))
     if local_17 is not ABSENT:
      value.add(local_17)
 found['rule_160'] = value
 return value
def rule_161():
 if (value := found.get('rule_161')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 held_1 = rule_159()
 if held_1 is ABSENT or held_1 is False:
  if rule_65() == 'cpu':
   chosen_0 = 'low'
 if chosen_0 is ABSENT:
  chosen_0 = 'high'
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 found['rule_161'] = value
 return value
def rule_162():
 if (value := found.get('rule_162')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 if rule_161() == 'low':
  chosen_0 = 'heuristic'
 if chosen_0 is ABSENT:
  chosen_0 = rule_38(rule_64())
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 found['rule_162'] = value
 return value
def rule_163():
 if (value := found.get('rule_163')) is not None:
  return value
 value = ABSENT
 value = call(builtin_object_union, record(('image',), rule_64()), rule_164())
 found['rule_163'] = value
 return value
def rule_164():
 if (value := found.get('rule_164')) is not None:
  return value
 value = ABSENT
 value = record(('median_training_seconds', 'instance_hours',), field(given, 'runs', 'training_seconds', 'median'), field(given, 'runs', 'instance_hours'))
 if value is ABSENT:
  value = {}
 found['rule_164'] = value
 return value
def rule_165():
 if (value := found.get('rule_165')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_169()
 if held_0 is not ABSENT and held_0 is not False:
  if equal(call_one(builtin_count, rule_172()), 0) is True:
   for item_2 in elements(rule_173()):
    local_3 = call(builtin_sprintf, '%s is a CPU build and runs on %s with an accelerator', array(item_2, rule_49(rule_168())))
    if local_3 is not ABSENT:
     value.add(call(builtin_object_union, record(('path', 'message', 'confidence', 'evidence',), field(rule_177(), 'path'), local_3, rule_38(item_2), record(('image', 'instance_types',), item_2, call_one(builtin_sort, rule_168()))), rule_178()))
 found['rule_165'] = value
 return value
def rule_166():
 if (value := found.get('rule_166')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_43(rule_168())
 if held_0 is ABSENT or held_0 is False:
  for item_2 in elements(rule_176()):
   value.add(record(('reason',), item_2))
 found['rule_166'] = value
 return value
def rule_167():
 if (value := found.get('rule_167')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_169()
 if held_0 is not ABSENT and held_0 is not False:
  if equal(call_one(builtin_count, rule_176()), 0) is True:
   for item_2 in elements(rule_172()):
    local_3 = call(builtin_sprintf, 'nothing says whether the image %s is built for CPUs or GPUs', array(item_2))
    if local_3 is not ABSENT:
     value.add(record(('path', 'reason',), field(rule_177(), 'image_path'), local_3))
 held_4 = rule_169()
 if held_4 is not ABSENT and held_4 is not False:
  if equal(call_one(builtin_count, rule_176()), 0) is True:
   for item_6 in elements(rule_175()):
    value.add(record(('path', 'reason',), field(rule_177(), 'image_path'), item_6))
 held_7 = rule_45(rule_168())
 if held_7 is not ABSENT and held_7 is not False:
  if more(call_one(builtin_count, rule_173()), 0) is True:
   if equal(call_one(builtin_count, rule_176()), 0) is True:
    value.add(record(('path', 'reason',), field(rule_177(), 'path'), rule_47(rule_168())))
 found['rule_167'] = value
 return value
def rule_168():
 if (value := found.get('rule_168')) is not None:
  return value
 value = ABSENT
 value = union(rule_56(), rule_20())
 found['rule_168'] = value
 return value
def rule_169():
 if (value := found.get('rule_169')) is not None:
  return value
 value = ABSENT
 held_0 = rule_42(rule_168())
 if held_0 is not ABSENT and held_0 is not False:
  value = True
 found['rule_169'] = value
 return value
def rule_170():
 if (value := found.get('rule_170')) is not None:
  return value
 value = RegoSet()
 value.add(rule_64())
 for item_1 in elements(rule_7()):
  value.add(item_1)
 found['rule_170'] = value
 return value
def rule_171():
 if (value := found.get('rule_171')) is not None:
  return value
 value = ABSENT
 def made_0():
  made = {}
  for item_2 in elements(rule_170()):
   local_3 = rule_35(item_2)
   if local_3 is not ABSENT:
    put(made, item_2, local_3)
  return made
 value = made_0()
 found['rule_171'] = value
 return value
def rule_172():
 if (value := found.get('rule_172')) is not None:
  return value
 value = ABSENT
 value = subtract(rule_170(), call_one(builtin_object_keys, rule_171()))
 found['rule_172'] = value
 return value
def rule_173():
 if (value := found.get('rule_173')) is not None:
  return value
 value = ABSENT
 def made_0():
  made = RegoSet()
  for key_1, item_2 in pairs(rule_171()):
   if equal(item_2, 'cpu') is True:
    held_3 = rule_174(key_1)
    if held_3 is ABSENT or held_3 is False:
     made.add(key_1)
  return made
 value = made_0()
 found['rule_173'] = value
 return value
def rule_174(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 local_0 = rule_34(argument_0)
 if local_0 is not ABSENT:
  if (local_0.get('kind', ABSENT) if type(local_0) is dict else ABSENT) == 'classical-ml':
   local_1 = rule_33(argument_0)
   if local_1 is not ABSENT:
    if member('gpu', (local_1.get('processors', ABSENT) if type(local_1) is dict else ABSENT)) is not True:
     value = True
 return value
def rule_175():
 if (value := found.get('rule_175')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_69()
 if held_0 is not ABSENT and held_0 is not False:
  value.add('the image of a Marketplace algorithm is not known')
 for item_2 in elements(rule_6()):
  held_3 = (item_2.get('Image', ABSENT) if type(item_2) is dict else ABSENT)
  if held_3 is ABSENT or held_3 is False:
   held_4 = resource.get('DeployedImages', ABSENT)
   if held_4 is ABSENT or held_4 is False:
    value.add('the image is inside a model package, which was not read')
 if more(call_one(builtin_count, rule_20()), 0) is True:
  held_5 = rule_2()
  if held_5 is not ABSENT and held_5 is not False:
   value.add('what runs in inference components was not read')
 found['rule_175'] = value
 return value
def rule_176():
 if (value := found.get('rule_176')) is not None:
  return value
 value = RegoSet()
 held_0 = field(resource.get('ResourceConfig', ABSENT), 'InstanceGroups')
 if held_0 is not ABSENT and held_0 is not False:
  if more(call_one(builtin_count, rule_173()), 0) is True:
   value.add('the CPU groups of a heterogeneous cluster want the CPU build')
 if more(call_one(builtin_count, rule_173()), 0) is True:
  for item_2 in elements(rule_171()):
   if equal(item_2, 'gpu') is True:
    value.add('another container of the model is a GPU build')
 for key_3, item_4 in pairs(rule_171()):
  if equal(item_4, 'cpu') is True:
   held_5 = rule_174(key_3)
   if held_5 is not ABSENT and held_5 is not False:
    local_6 = call(builtin_sprintf, 'there is no GPU build of %s', array(rule_24(key_3)))
    if local_6 is not ABSENT:
     value.add(local_6)
 found['rule_176'] = value
 return value
def rule_177():
 if (value := found.get('rule_177')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 if more(call_one(builtin_count, rule_20()), 0) is True:
  chosen_0 = record(('path', 'image_path',), 'resource.InstanceType', 'related.models')
 if chosen_0 is ABSENT:
  chosen_0 = record(('path', 'image_path',), 'resource.AlgorithmSpecification.TrainingImage', 'resource.AlgorithmSpecification.TrainingImage')
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 found['rule_177'] = value
 return value
def rule_178():
 if (value := found.get('rule_178')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 held_1 = resource.get('InstanceType', ABSENT)
 if held_1 is not ABSENT and held_1 is not False:
  chosen_0 = rule_14(resource.get('InstanceType', ABSENT))
 if chosen_0 is ABSENT:
  chosen_0 = rule_72()
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 found['rule_178'] = value
 return value
def rule_179():
 if (value := found.get('rule_179')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_181()
 if held_0 is not ABSENT and held_0 is not False:
  local_1 = call(builtin_sprintf, '%s, with EnableManagedSpotTraining %s', array(rule_183(), rule_190()))
  if local_1 is not ABSENT:
   value.add(record(('path', 'message', 'severity', 'confidence', 'evidence',), 'resource.EnableManagedSpotTraining', local_1, rule_185(), rule_186(), rule_184()))
 found['rule_179'] = value
 return value
def rule_180():
 if (value := found.get('rule_180')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_181()
 if held_0 is not ABSENT and held_0 is not False:
  for item_2 in elements(rule_182()):
   value.add(record(('reason',), item_2))
 found['rule_180'] = value
 return value
def rule_181():
 if (value := found.get('rule_181')) is not None:
  return value
 value = ABSENT
 if equal(resource.get('EnableManagedSpotTraining', ABSENT), True) is not True:
  value = True
 found['rule_181'] = value
 return value
def rule_182():
 if (value := found.get('rule_182')) is not None:
  return value
 value = RegoSet()
 if more(field(resource.get('ResourceConfig', ABSENT), 'KeepAlivePeriodInSeconds'), 0) is True:
  value.add('a warm pool cannot be combined with managed spot training')
 if unequal(field(resource.get('ResourceConfig', ABSENT), 'TrainingPlanArn'), '') is True:
  value.add('the job runs on the reserved capacity of a training plan')
 held_0 = field(resource.get('ResourceConfig', ABSENT), 'InstancePreferences')
 if held_0 is not ABSENT and held_0 is not False:
  value.add('instance preferences cannot be combined with managed spot training')
 held_1 = field(resource.get('ResourceConfig', ABSENT), 'InstancePlacementConfig')
 if held_1 is not ABSENT and held_1 is not False:
  value.add('the job is placed on UltraServers')
 held_2 = field(resource.get('ResourceConfig', ABSENT), 'InstanceGroups')
 if held_2 is not ABSENT and held_2 is not False:
  value.add('no documentation says whether managed spot training works with instance groups')
 held_3 = resource.get('ResourceConfig', ABSENT)
 if held_3 is ABSENT or held_3 is False:
  value.add('a serverless job has no instances')
 held_4 = resource.get('TuningJobArn', ABSENT)
 if held_4 is not ABSENT and held_4 is not False:
  value.add('spot is switched on in the definition of the tuning job, not in its training jobs')
 for item_6 in elements(rule_70()):
  value.add(item_6)
 if (given.get('source', ABSENT) if type(given) is dict else ABSENT) == 'live':
  if at_least(field(given, 'runs', 'by_status', 'Completed'), 1) is not True:
   value.add('no run has completed')
 held_7 = field(given, 'tags', 'tipstaff:deadline')
 if held_7 is not ABSENT and held_7 is not False:
  value.add('a tipstaff:deadline tag says that the job cannot wait for capacity')
 found['rule_182'] = value
 return value
def rule_183():
 if (value := found.get('rule_183')) is not None:
  return value
 value = ABSENT
 if (given.get('source', ABSENT) if type(given) is dict else ABSENT) == 'live':
  if at_least(field(given, 'runs', 'by_status', 'Completed'), 1) is True:
   if at_least(field(given, 'runs', 'training_seconds', 'median'), data_params_training_managed_spot_min_runtime_seconds) is True:
    if at_least(field(given, 'runs', 'instance_hours'), data_params_training_managed_spot_min_instance_hours) is True:
     value = once(value, call(builtin_sprintf, '%s trained %d runs on demand, %s instance-hours', array(rule_189(), field(given, 'runs', 'count'), rule_73())))
 if (given.get('source', ABSENT) if type(given) is dict else ABSENT) == 'code':
  if at_least(rule_75(), data_params_training_managed_spot_min_runtime_seconds) is True:
   value = once(value, call(builtin_sprintf, '%s may train on demand for %d seconds', array(rule_189(), rule_75())))
 found['rule_183'] = value
 return value
def rule_184():
 if (value := found.get('rule_184')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 if (given.get('source', ABSENT) if type(given) is dict else ABSENT) == 'live':
  chosen_0 = record(('runs', 'instance_hours', 'instance_hours_per_month', 'median_training_seconds',), field(given, 'runs', 'count'), field(given, 'runs', 'instance_hours'), rule_71(), field(given, 'runs', 'training_seconds', 'median'))
 if chosen_0 is ABSENT:
  chosen_0 = record(('max_runtime_seconds',), rule_75())
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 found['rule_184'] = value
 return value
def rule_185():
 if (value := found.get('rule_185')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 held_1 = rule_188()
 if held_1 is not ABSENT and held_1 is not False:
  if more(rule_75(), 3600) is True:
   chosen_0 = 'info'
 if chosen_0 is ABSENT:
  if at_least(rule_71(), data_params_training_managed_spot_high_instance_hours_per_month) is True:
   chosen_0 = 'high'
  if chosen_0 is ABSENT:
   chosen_0 = 'medium'
   if chosen_0 is ABSENT:
    pass
 value = once(value, chosen_0)
 found['rule_185'] = value
 return value
def rule_186():
 if (value := found.get('rule_186')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 if (given.get('source', ABSENT) if type(given) is dict else ABSENT) == 'live':
  held_1 = rule_187()
  if held_1 is ABSENT or held_1 is False:
   chosen_0 = 'measured'
 if chosen_0 is ABSENT:
  chosen_0 = 'heuristic'
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 found['rule_186'] = value
 return value
def rule_187():
 if (value := found.get('rule_187')) is not None:
  return value
 value = ABSENT
 local_0 = rule_39(rule_189())
 if local_0 is not ABSENT:
  if member((local_0.get('family', ABSENT) if type(local_0) is dict else ABSENT), data_params_training_managed_spot_scarce_families) is True:
   value = True
 found['rule_187'] = value
 return value
def rule_188():
 if (value := found.get('rule_188')) is not None:
  return value
 value = ABSENT
 held_0 = rule_69()
 if held_0 is not ABSENT and held_0 is not False:
  value = True
 local_1 = rule_34(field(resource.get('AlgorithmSpecification', ABSENT), 'TrainingImage'))
 if local_1 is not ABSENT:
  if (local_1.get('checkpoint', ABSENT) if type(local_1) is dict else ABSENT) == 'no':
   value = True
 found['rule_188'] = value
 return value
def rule_189():
 if (value := found.get('rule_189')) is not None:
  return value
 value = ABSENT
 value = field(resource.get('ResourceConfig', ABSENT), 'InstanceType')
 if value is ABSENT:
  value = 'the job'
 found['rule_189'] = value
 return value
def rule_190():
 if (value := found.get('rule_190')) is not None:
  return value
 value = ABSENT
 if equal(resource.get('EnableManagedSpotTraining', ABSENT), False) is True:
  value = 'false'
 if value is ABSENT:
  value = 'not set'
 found['rule_190'] = value
 return value
def rule_191():
 if (value := found.get('rule_191')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_59()
 if held_0 is not ABSENT and held_0 is not False:
  local_1 = call(builtin_sprintf, 'an accelerator on %s, and %s', array(rule_57(), rule_195()))
  if local_1 is not ABSENT:
   value.add(call(builtin_object_union, record(('path', 'message', 'severity', 'confidence', 'evidence',), rule_58(), local_1, rule_203(), rule_204(), rule_205()), rule_72()))
 found['rule_191'] = value
 return value
def rule_192():
 if (value := found.get('rule_192')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_60()
 if held_0 is ABSENT or held_0 is False:
  for item_2 in elements(rule_200()):
   value.add(record(('reason',), item_2))
 found['rule_192'] = value
 return value
def rule_193():
 if (value := found.get('rule_193')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_59()
 if held_0 is not ABSENT and held_0 is not False:
  held_1 = rule_66()
  if held_1 is ABSENT or held_1 is False:
   if member(rule_65(), new_set('gpu', 'neuron')) is not True:
    if equal(call_one(builtin_count, rule_200()), 0) is True:
     local_2 = call(builtin_sprintf, 'nothing says whether the image %s can use an accelerator', array(rule_64()))
     if local_2 is not ABSENT:
      value.add(record(('path', 'reason',), 'resource.AlgorithmSpecification.TrainingImage', local_2))
 held_3 = rule_59()
 if held_3 is not ABSENT and held_3 is not False:
  held_4 = rule_69()
  if held_4 is not ABSENT and held_4 is not False:
   if equal(call_one(builtin_count, rule_200()), 0) is True:
    value.add(record(('path', 'reason',), 'resource.AlgorithmSpecification.AlgorithmName', 'nothing says whether this Marketplace algorithm can use an accelerator'))
 held_5 = rule_61()
 if held_5 is not ABSENT and held_5 is not False:
  held_6 = rule_195()
  if held_6 is not ABSENT and held_6 is not False:
   if equal(call_one(builtin_count, rule_200()), 0) is True:
    value.add(record(('path', 'reason',), rule_58(), rule_63()))
 found['rule_193'] = value
 return value
def rule_194():
 if (value := found.get('rule_194')) is not None:
  return value
 value = ABSENT
 value = rule_32(rule_64())
 found['rule_194'] = value
 return value
def rule_195():
 if (value := found.get('rule_195')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 if rule_194() == 'sagemaker-xgboost':
  if less(rule_196(), array(1, 2)) is True:
   chosen_0 = call(builtin_sprintf, '%s %d.%d trains on CPUs only', array(field(rule_66(), 'name'), reference(rule_196(), 0), reference(rule_196(), 1)))
 if chosen_0 is ABSENT:
  if rule_194() == 'sagemaker-xgboost':
   held_1 = rule_197()
   if held_1 is ABSENT or held_1 is False:
    chosen_0 = call(builtin_sprintf, '%s uses it only with tree_method gpu_hist or device cuda', array(field(rule_66(), 'name')))
  if chosen_0 is ABSENT:
   if rule_194() == 'blazingtext':
    if rule_198('mode') == 'batch_skipgram':
     chosen_0 = call(builtin_sprintf, '%s trains on CPUs only in mode batch_skipgram', array(field(rule_66(), 'name')))
   if chosen_0 is ABSENT:
    if field(rule_66(), 'train_gpu') == 'no':
     chosen_0 = call(builtin_sprintf, '%s cannot use it', array(field(rule_66(), 'name')))
    if chosen_0 is ABSENT:
     if field(rule_66(), 'train_gpu') == 'discouraged':
      chosen_0 = call(builtin_sprintf, "AWS's guide advises CPUs for %s", array(field(rule_66(), 'name')))
     if chosen_0 is ABSENT:
      pass
 value = once(value, chosen_0)
 found['rule_195'] = value
 return value
def rule_196():
 if (value := found.get('rule_196')) is not None:
  return value
 value = ABSENT
 local_0 = call(builtin_split, rule_25(rule_64()), '-')
 if local_0 is not ABSENT:
  local_1 = call(builtin_split, reference(local_0, 0), '.')
  if local_1 is not ABSENT:
   if equal(call_one(builtin_count, local_1), 2) is True:
    held_2 = call(builtin_regex_match, '^[0-9]{1,3}$', reference(local_1, 0))
    if held_2 is not ABSENT and held_2 is not False:
     held_3 = call(builtin_regex_match, '^[0-9]{1,3}$', reference(local_1, 1))
     if held_3 is not ABSENT and held_3 is not False:
      value = array(call_one(builtin_to_number, reference(local_1, 0)), call_one(builtin_to_number, reference(local_1, 1)))
 found['rule_196'] = value
 return value
def rule_197():
 if (value := found.get('rule_197')) is not None:
  return value
 value = ABSENT
 if rule_198('tree_method') == 'gpu_hist':
  value = True
 held_0 = call(builtin_startswith, rule_198('device'), 'cuda')
 if held_0 is not ABSENT and held_0 is not False:
  value = True
 found['rule_197'] = value
 return value
def rule_198(argument_0):
 if argument_0 is ABSENT:
  return ABSENT
 value = ABSENT
 local_0 = reference(rule_199(), argument_0)
 if local_0 is not ABSENT:
  value = call(builtin_trim, local_0, '"')
 return value
def rule_199():
 if (value := found.get('rule_199')) is not None:
  return value
 value = {}
 put(value, 'tree_method', field(resource.get('HyperParameters', ABSENT), 'tree_method'))
 put(value, 'device', field(resource.get('HyperParameters', ABSENT), 'device'))
 put(value, 'mode', field(resource.get('HyperParameters', ABSENT), 'mode'))
 found['rule_199'] = value
 return value
def rule_200():
 if (value := found.get('rule_200')) is not None:
  return value
 value = RegoSet()
 if rule_194() == 'sagemaker-xgboost':
  held_0 = rule_202()
  if held_0 is not ABSENT and held_0 is not False:
   value.add('the XGBoost script decides what it uses')
 if field(rule_66(), 'kind') == 'classical-ml':
  if field(rule_66(), 'train_gpu') == 'optional':
   if unequal(rule_194(), 'sagemaker-xgboost') is True:
    held_1 = rule_195()
    if held_1 is ABSENT or held_1 is False:
     local_2 = call(builtin_sprintf, "AWS's guide leaves the choice between CPU and GPU open for %s", array(field(rule_66(), 'name')))
     if local_2 is not ABSENT:
      value.add(local_2)
 held_3 = rule_201()
 if held_3 is not ABSENT and held_3 is not False:
  for item_5 in elements(rule_70()):
   value.add(item_5)
 found['rule_200'] = value
 return value
def rule_201():
 if (value := found.get('rule_201')) is not None:
  return value
 value = ABSENT
 held_0 = rule_195()
 if held_0 is not ABSENT and held_0 is not False:
  value = True
 held_1 = rule_66()
 if held_1 is ABSENT or held_1 is False:
  value = True
 found['rule_201'] = value
 return value
def rule_202():
 if (value := found.get('rule_202')) is not None:
  return value
 value = ABSENT
 held_0 = field(resource.get('HyperParameters', ABSENT), 'sagemaker_program')
 if held_0 is not ABSENT and held_0 is not False:
  value = True
 held_1 = field(resource.get('AlgorithmSpecification', ABSENT), 'ContainerEntrypoint')
 if held_1 is not ABSENT and held_1 is not False:
  value = True
 found['rule_202'] = value
 return value
def rule_203():
 if (value := found.get('rule_203')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 if rule_194() == 'sagemaker-scikit-learn':
  chosen_0 = 'medium'
 if chosen_0 is ABSENT:
  if field(rule_66(), 'train_gpu') == 'discouraged':
   chosen_0 = 'low'
  if chosen_0 is ABSENT:
   chosen_0 = 'high'
   if chosen_0 is ABSENT:
    pass
 value = once(value, chosen_0)
 found['rule_203'] = value
 return value
def rule_204():
 if (value := found.get('rule_204')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 if rule_194() == 'sagemaker-scikit-learn':
  chosen_0 = 'heuristic'
 if chosen_0 is ABSENT:
  held_1 = rule_67()
  if held_1 is not ABSENT and held_1 is not False:
   chosen_0 = 'certain'
  if chosen_0 is ABSENT:
   chosen_0 = rule_38(rule_64())
   if chosen_0 is ABSENT:
    pass
 value = once(value, chosen_0)
 found['rule_204'] = value
 return value
def rule_205():
 if (value := found.get('rule_205')) is not None:
  return value
 value = ABSENT
 value = call(builtin_object_union, record(('image',), rule_64()), rule_206())
 found['rule_205'] = value
 return value
def rule_206():
 if (value := found.get('rule_206')) is not None:
  return value
 value = ABSENT
 value = record(('instance_hours',), field(given, 'runs', 'instance_hours'))
 if value is ABSENT:
  value = {}
 found['rule_206'] = value
 return value
def rule_207():
 if (value := found.get('rule_207')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_211()
 if held_0 is not ABSENT and held_0 is not False:
  held_1 = rule_69()
  if held_1 is ABSENT or held_1 is False:
   local_2 = call(builtin_sprintf, 'spot training %s, and CheckpointConfig.S3Uri is not set%s', array(rule_214(), rule_215()))
   if local_2 is not ABSENT:
    value.add(record(('path', 'message', 'severity', 'confidence', 'evidence',), 'resource.CheckpointConfig.S3Uri', local_2, rule_218(), rule_217(), rule_216()))
 found['rule_207'] = value
 return value
def rule_208():
 if (value := found.get('rule_208')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_211()
 if held_0 is not ABSENT and held_0 is not False:
  held_1 = rule_69()
  if held_1 is not ABSENT and held_1 is not False:
   value.add(record(('path', 'reason',), 'resource.AlgorithmSpecification.AlgorithmName', 'nothing says whether this Marketplace algorithm saves checkpoints'))
 found['rule_208'] = value
 return value
def rule_209():
 if (value := found.get('rule_209')) is not None:
  return value
 value = RegoSet()
 held_0 = rule_211()
 if held_0 is not ABSENT and held_0 is not False:
  for item_2 in elements(rule_210()):
   value.add(record(('reason',), item_2))
 found['rule_209'] = value
 return value
def rule_210():
 if (value := found.get('rule_210')) is not None:
  return value
 value = RegoSet()
 local_0 = field(given, 'runs', 'training_seconds', 'max')
 if local_0 is not ABSENT:
  if at_most(local_0, data_params_training_spot_checkpointing_min_runtime_seconds) is True:
   local_1 = call(builtin_sprintf, 'the longest run took %d seconds, so little is lost by starting again', array(call_one(builtin_round, local_0)))
   if local_1 is not ABSENT:
    value.add(local_1)
 local_2 = rule_34(rule_64())
 if local_2 is not ABSENT:
  if (local_2.get('checkpoint', ABSENT) if type(local_2) is dict else ABSENT) == 'no':
   local_3 = call(builtin_sprintf, 'the built-in algorithm %s does not save checkpoints', array(rule_32(rule_64())))
   if local_3 is not ABSENT:
    value.add(local_3)
 for item_5 in elements(rule_70()):
  value.add(item_5)
 found['rule_210'] = value
 return value
def rule_211():
 if (value := found.get('rule_211')) is not None:
  return value
 value = ABSENT
 if equal(resource.get('EnableManagedSpotTraining', ABSENT), True) is True:
  held_0 = rule_212()
  if held_0 is ABSENT or held_0 is False:
   held_1 = rule_213()
   if held_1 is not ABSENT and held_1 is not False:
    value = True
 found['rule_211'] = value
 return value
def rule_212():
 if (value := found.get('rule_212')) is not None:
  return value
 value = ABSENT
 if unequal(field(resource.get('CheckpointConfig', ABSENT), 'S3Uri'), '') is True:
  value = True
 found['rule_212'] = value
 return value
def rule_213():
 if (value := found.get('rule_213')) is not None:
  return value
 value = ABSENT
 if more(rule_75(), data_params_training_spot_checkpointing_min_runtime_seconds) is True:
  value = True
 if more(field(given, 'runs', 'training_seconds', 'max'), data_params_training_spot_checkpointing_min_runtime_seconds) is True:
  value = True
 found['rule_213'] = value
 return value
def rule_214():
 if (value := found.get('rule_214')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 if more(field(given, 'runs', 'training_seconds', 'max'), data_params_training_spot_checkpointing_min_runtime_seconds) is True:
  chosen_0 = call(builtin_sprintf, 'ran for up to %d seconds', array(call_one(builtin_round, field(given, 'runs', 'training_seconds', 'max'))))
 if chosen_0 is ABSENT:
  chosen_0 = call(builtin_sprintf, 'may run for %d seconds', array(rule_75()))
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 found['rule_214'] = value
 return value
def rule_215():
 if (value := found.get('rule_215')) is not None:
  return value
 value = ABSENT
 if more(field(given, 'runs', 'interruptions'), 0) is True:
  value = call(builtin_sprintf, ', %d interruptions so far', array(field(given, 'runs', 'interruptions')))
 if value is ABSENT:
  value = ''
 found['rule_215'] = value
 return value
def rule_216():
 if (value := found.get('rule_216')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 if (given.get('source', ABSENT) if type(given) is dict else ABSENT) == 'live':
  chosen_0 = record(('runs', 'longest_training_seconds', 'interruptions',), field(given, 'runs', 'count'), field(given, 'runs', 'training_seconds', 'max'), field(given, 'runs', 'interruptions'))
 if chosen_0 is ABSENT:
  chosen_0 = record(('max_runtime_seconds',), rule_75())
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 found['rule_216'] = value
 return value
def rule_217():
 if (value := found.get('rule_217')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 if more(field(given, 'runs', 'training_seconds', 'max'), data_params_training_spot_checkpointing_min_runtime_seconds) is True:
  chosen_0 = 'measured'
 if chosen_0 is ABSENT:
  chosen_0 = 'certain'
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 found['rule_217'] = value
 return value
def rule_218():
 if (value := found.get('rule_218')) is not None:
  return value
 value = ABSENT
 chosen_0 = ABSENT
 held_1 = rule_219()
 if held_1 is not ABSENT and held_1 is not False:
  chosen_0 = 'info'
 if chosen_0 is ABSENT:
  chosen_0 = 'high'
  if chosen_0 is ABSENT:
   pass
 value = once(value, chosen_0)
 found['rule_218'] = value
 return value
def rule_219():
 if (value := found.get('rule_219')) is not None:
  return value
 value = ABSENT
 for item_1 in elements(resource.get('InputDataConfig', ABSENT)):
  if field(item_1, 'DataSource', 'FileSystemDataSource', 'FileSystemAccessMode') == 'rw':
   value = True
 for item_3 in elements(rule_220()):
  held_4 = call_one(builtin_is_string, item_3)
  if held_4 is not ABSENT and held_4 is not False:
   held_5 = call(builtin_contains, item_3, 's3://')
   if held_5 is not ABSENT and held_5 is not False:
    value = True
 found['rule_219'] = value
 return value
def rule_220():
 if (value := found.get('rule_220')) is not None:
  return value
 value = RegoSet()
 value.add(field(resource.get('HyperParameters', ABSENT), 'checkpoint_s3_uri'))
 value.add(field(resource.get('HyperParameters', ABSENT), 'checkpoint_uri'))
 value.add(field(resource.get('HyperParameters', ABSENT), 'checkpoint_path'))
 value.add(field(resource.get('HyperParameters', ABSENT), 'checkpoint_dir'))
 value.add(field(resource.get('HyperParameters', ABSENT), 'ckpt_path'))
 value.add(field(resource.get('HyperParameters', ABSENT), 'ckpt_dir'))
 value.add(field(resource.get('Environment', ABSENT), 'CHECKPOINT_S3_URI'))
 value.add(field(resource.get('Environment', ABSENT), 'CHECKPOINT_URI'))
 value.add(field(resource.get('Environment', ABSENT), 'CHECKPOINT_PATH'))
 value.add(field(resource.get('Environment', ABSENT), 'CHECKPOINT_DIR'))
 found['rule_220'] = value
 return value
def rule_221():
 if (value := found.get('rule_221')) is not None:
  return value
 value = RegoSet()
 if equal(resource.get('EnableManagedSpotTraining', ABSENT), True) is True:
  held_0 = field(resource.get('StoppingCondition', ABSENT), 'MaxWaitTimeInSeconds')
  if held_0 is ABSENT or held_0 is False:
   local_1 = call(builtin_sprintf, 'MaxWaitTimeInSeconds is not set on a spot job with MaxRuntimeInSeconds %s', array(rule_222()))
   if local_1 is not ABSENT:
    value.add(record(('path', 'message', 'evidence',), 'resource.StoppingCondition.MaxWaitTimeInSeconds', local_1, record(('max_runtime_seconds',), rule_75())))
 if equal(resource.get('EnableManagedSpotTraining', ABSENT), True) is True:
  local_2 = field(resource.get('StoppingCondition', ABSENT), 'MaxWaitTimeInSeconds')
  if local_2 is not ABSENT:
   if less(local_2, rule_75()) is True:
    local_3 = call(builtin_sprintf, 'MaxWaitTimeInSeconds %d is below MaxRuntimeInSeconds %s', array(local_2, rule_222()))
    if local_3 is not ABSENT:
     value.add(record(('path', 'message', 'evidence',), 'resource.StoppingCondition.MaxWaitTimeInSeconds', local_3, record(('max_runtime_seconds', 'max_wait_seconds',), rule_75(), local_2)))
 found['rule_221'] = value
 return value
def rule_222():
 if (value := found.get('rule_222')) is not None:
  return value
 value = ABSENT
 value = once(value, call(builtin_sprintf, '%d', array(field(resource.get('StoppingCondition', ABSENT), 'MaxRuntimeInSeconds'))))
 held_0 = field(resource.get('StoppingCondition', ABSENT), 'MaxRuntimeInSeconds')
 if held_0 is ABSENT or held_0 is False:
  value = once(value, call(builtin_sprintf, 'not set, which means %d', array(rule_74())))
 found['rule_222'] = value
 return value
